// What the page says, for tests: the catalogues as they stand in their files, and the words made of each.
import { readFileSync, readdirSync } from 'node:fs';
import { sentences } from '../../www/strings/sentences.js';

const folder = new URL('../../www/strings/', import.meta.url);
const languages = readdirSync(folder).filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -5));

/** Every catalogue by its language. */
export const TEXTS = Object.fromEntries(languages.map((lang) => [lang, JSON.parse(readFileSync(new URL(`${lang}.json`, folder), 'utf8'))]));
/** Everything that the page says, by language. */
export const WORDS = Object.fromEntries(languages.map((lang) => [lang, sentences(lang, TEXTS[lang])]));
