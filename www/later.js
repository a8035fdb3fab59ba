// Panels that the page can stand without, and how it looks on paper: they come when it does.
import './styles/print.css';

export { callouts } from './callouts.js';
export { linkIn, opener } from './openfile.js';
export { keeper } from './recent.js';
