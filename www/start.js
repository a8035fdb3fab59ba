// Before the page: its language. Every other module finds its words ready.
import { memory, options } from './options.js';
import { nearest, speak } from './strings/language.js';

speak(nearest([options().lang, memory.get('lang'), ...navigator.languages])).then(() => import('./main.js'));
