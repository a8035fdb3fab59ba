// Pictures of the page's main states at three widths in both themes, into docs/screens.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { browser, hv, open, site } from './browser.js';

const OUT = fileURLToPath(new URL('../../docs/screens/', import.meta.url));
const SIZES = [[1440, 900], [768, 1024], [390, 844]];

/** What is shown: a link with what is asked of the page in its query, and what is done there. */
const STATES = [
  { name: 'spirals', link: '#v=1&task=spirals', act: (page) => hv(page, 'run', 60) },
  { name: 'network', link: '#v=1&task=spirals&hidden=40,40', act: (page) => hv(page, 'run', 30) },
  {
    name: 'neuron',
    link: '#v=1&task=yinyang',
    act: async (page) => {
      await hv(page, 'run', 30);
      await page.focus('#graph');
      await page.keyboard.press('ArrowDown');
    },
  },
  {
    name: 'spikes',
    link: '#v=1&task=spirals',
    act: async (page) => {
      await hv(page, 'run', 60);
      await hv(page, 'view', { picture: 'spikes' });
    },
  },
  { name: 'rates', link: '#v=1&task=order', act: (page) => hv(page, 'run', 30) },
  {
    name: 'blocks',
    link: '#v=1&task=spirals&solver=paper',
    act: async (page) => {
      await hv(page, 'run', 20);
      for (let i = 0; i < 3; i++) await hv(page, 'step', 'block');
    },
  },
  { name: 'spike', link: '?picture=spike#v=1&task=spirals', act: (page) => story(page) },
  {
    name: 'flip',
    link: '?picture=spike#v=1&task=spirals&hidden=40,40',
    act: async (page) => {
      await story(page);
      await page.click('#flip');
    },
  },
  { name: 'compare', link: '#v=1&task=spirals&with=solver:surrogate', act: (page) => hv(page, 'run', 60) },
  { name: 'tour', link: '?tour=4', act: async () => {} },
  {
    name: 'learn',
    link: 'learn.html?lang=en',
    act: async (page) => {
      await page.evaluate(() => document.getElementById('branch').scrollIntoView());
      await page.locator('#branch[data-ready=true] .plot').waitFor();
      // On a narrow screen the figure lies below the text.
      await page.locator('#figure-branch').scrollIntoViewIfNeeded();
    },
  },
  { name: 'digits', link: '#v=1&task=saccade', act: (page) => hv(page, 'run', 12) },
];

/** Trained for a while, with the story of a spike told. */
async function story(page) {
  await hv(page, 'run', 10);
  await page.waitForFunction(() => document.querySelector('#spike .story').textContent.includes('κ'));
}

const home = await site();
const chrome = await browser();
await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });
let faults = 0;
for (const { name, link, act } of STATES)
  for (const [width, height] of SIZES)
    for (const scheme of ['light', 'dark']) {
      const tab = await open(chrome, home.url + link, { width, height, scheme, more: false, options: { reducedMotion: 'reduce' } });
      await act(tab.page);
      await tab.page.mouse.move(0, 0);
      // The last frame is drawn, and notices have come and gone.
      await tab.page.waitForTimeout(600);
      await tab.page.screenshot({ path: join(OUT, `${name}-${width}-${scheme}.png`) });
      for (const fault of tab.faults) console.error(`${name} ${width} ${scheme}: ${fault}`);
      faults += tab.faults.length;
      await tab.close();
    }
await chrome.close();
await home.close();
console.log(`${STATES.length * SIZES.length * 2} pictures are in docs/screens.`);
process.exitCode = faults ? 1 : 0;
