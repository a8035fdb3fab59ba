// Before the page: its language. Every other module finds its words ready.
import { memory, options } from './options.js';
import { nearest, speak, spoken } from './strings/language.js';

async function start() {
  mendLanguage();
  await speak(nearest([options().lang, memory.get('lang'), ...(navigator.languages ?? [])]));
  const { begun } = await import('./main.js');
  await begun;
  if ('serviceWorker' in navigator && import.meta.env?.PROD) serveOffline();
}

function serveOffline() {
  const register = () => navigator.serviceWorker.register('./sw.js').catch(() => {});
  // The page may have loaded by now.
  if (document.readyState === 'complete') register();
  else addEventListener('load', register);
}

/** Some browsers name a language that is none ("C"), and uPlot asks for its numbers without a doubt as it loads. */
function mendLanguage() {
  try {
    Intl.getCanonicalLocales(navigator.language);
  } catch {
    Object.defineProperty(navigator, 'language', { value: 'en', configurable: true });
  }
}

start().catch((error) => {
  console.error(error);
  if (window.__heavisideMissing) return; // said already
  const reason = error instanceof Error ? error.message : String(error);
  const sentence = /** @type {HTMLElement} */ (document.getElementById('failed'));
  if (spoken) sentence.textContent = spoken.texts.page.failed.replace('{reason}', reason);
  else /** @type {Element} */ (sentence.firstElementChild).textContent = reason;
  document.documentElement.classList.add('failed');
});
