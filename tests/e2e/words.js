// What the page says, for tests: the catalogues as they stand in their files, and the words made of each.
import { readFileSync, readdirSync } from 'node:fs';
import { sentences as laterSentences } from '../../www/strings/later/sentences.js';
import { sentences as firstSentences } from '../../www/strings/sentences.js';

const folder = new URL('../../www/strings/', import.meta.url);
const languages = readdirSync(folder).filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -5));

const read = (name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));

/** Every catalogue by its language, with what it says in the later parts. */
export const TEXTS = Object.fromEntries(languages.map((lang) => [lang, { ...read(`${lang}.json`), ...read(`later/${lang}.json`) }]));
/** All sentences made of a catalogue. */
export const sentences = (lang, texts) => ({ ...firstSentences(lang, texts), ...laterSentences(texts) });
/** Everything that the page says, by language. */
export const WORDS = Object.fromEntries(languages.map((lang) => [lang, sentences(lang, TEXTS[lang])]));
