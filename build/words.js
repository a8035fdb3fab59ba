// A catalogue of words in two parts: `en.json?first` has what the page says when it opens, `en.json?more` the texts of what
// is fetched when it is asked for (www/strings/more.js). The file stays one, for whoever translates it and for the terminal.
import { readFile } from 'node:fs/promises';

/** The groups of a catalogue that come later. */
export const MORE = ['spike', 'compare', 'sweep', 'lessons', 'tour', 'presetGroups', 'presets', 'share', 'proof', 'changes', 'neuron', 'weights', 'own', 'recent', 'openFile', 'callouts', 'keys', 'cells', 'badRun', 'badGoto', 'badFlip', 'badPicture', 'badStep'];

export const words = () => ({
  name: 'heaviside-words',
  enforce: /** @type {const} */ ('pre'),
  /** @param {string} id */
  async load(id) {
    const [, file, part] = id.match(/^(.*[\\/]strings[\\/]..\.json)\?(first|more)$/) ?? [];
    if (!file) return null;
    const texts = Object.entries(JSON.parse(await readFile(file, 'utf8')));
    /** @type {any} */ (this).addWatchFile(file);
    const own = Object.fromEntries(texts.filter(([key]) => MORE.includes(key) === (part === 'more')));
    return { code: `export default ${JSON.stringify(own)};`, moduleType: 'js' };
  },
});
