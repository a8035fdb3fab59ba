// Panels that the page can stand without: they come when it does.
export { callouts } from './callouts.js';
export { linkIn, opener } from './openfile.js';
export { keeper } from './recent.js';
