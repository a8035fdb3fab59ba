// Links with proof, made in the terminal, in the engines of three browsers: each trains to the iteration of the proof, and must find
// the same bits. The same fourteen links in each; what engine is not to be had on this machine is skipped, and said.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { after, before, describe, test } from 'node:test';
import puppeteer from 'puppeteer-core';
import { Builder, Capabilities } from 'selenium-webdriver';
import { browser, site } from '../e2e/browser.js';

const LINKS = readFileSync(new URL('links.txt', import.meta.url), 'utf8').trim().split('\n');

/** A browser on the page: calls a function there with an argument, and what it answers. @typedef {{ version: string, call: (work: (argument: string) => Promise<unknown>, argument: string) => Promise<any>, close: () => Promise<unknown> }} Tab */

/** @param {string} url @returns {Promise<Tab>} */
async function chromium(url) {
  const chrome = await browser();
  const page = await chrome.newPage();
  await page.goto(url);
  return { version: `Chromium ${chrome.version()}`, call: (work, argument) => page.evaluate(work, argument), close: () => chrome.close() };
}

/** @param {string} url @returns {Promise<Tab>} */
async function firefox(url) {
  const fox = await puppeteer.launch({ browser: 'firefox', executablePath: process.env.FIREFOX, headless: true, protocolTimeout: 300_000 });
  const page = await fox.newPage();
  await page.goto(url);
  return { version: (await fox.version()).replace('/', ' ').replace(/^f/, 'F'), call: (work, argument) => page.evaluate(work, argument), close: () => fox.close() };
}

/** WebKitGTK's own small browser, wherever Debian puts it. */
const MINI = () => readdirSync('/usr/lib').map((arch) => `/usr/lib/${arch}/webkit2gtk-4.1/MiniBrowser`).find(existsSync);

/** A port that nobody listens at. @returns {Promise<number>} */
const free = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });

/** @param {string} url @returns {Promise<Tab>} */
async function webkit(url) {
  const port = await free();
  // Its language would be "C", which is none.
  const env = { ...process.env, WEBKIT_DISABLE_COMPOSITING_MODE: '1', LANG: 'en_US.UTF-8', LC_ALL: 'C.UTF-8' };
  const service = spawn('xvfb-run', ['-a', /** @type {string} */ (process.env.WEBKIT_DRIVER), `--port=${port}`, '--host=127.0.0.1'], { env, stdio: 'ignore', detached: true });
  const end = () => process.kill(-(/** @type {number} */ (service.pid)));
  try {
    const address = `http://127.0.0.1:${port}`;
    for (let tries = 0; ; tries++) {
      const up = await fetch(`${address}/status`).then(({ ok }) => ok, () => false);
      if (up) break;
      if (tries > 150) throw new Error('WebKitWebDriver does not answer.');
      await new Promise((go) => setTimeout(go, 200));
    }
    const wishes = new Capabilities().set('browserName', 'MiniBrowser').set('webkitgtk:browserOptions', { binary: MINI(), args: ['--automation'] });
    const driver = await new Builder().usingServer(address).withCapabilities(wishes).build();
    await driver.manage().setTimeouts({ script: 300_000 });
    await driver.get(url);
    const version = `WebKitGTK ${(await driver.getCapabilities()).get('browserVersion')}`;
    const call = async (/** @type {(argument: string) => Promise<unknown>} */ work, /** @type {string} */ argument) => {
      const [answer, fault] = await driver.executeAsyncScript(`const done = arguments[arguments.length - 1]; (${work})(arguments[0]).then((answer) => done([answer, null]), (error) => done([null, String(error)]));`, argument);
      if (fault) throw new Error(fault);
      return answer;
    };
    return { version, call, close: () => driver.quit().finally(end) };
  } catch (error) {
    end();
    throw error;
  }
}

/** In the page: opens a link and checks its proof. @param {string} link */
const proved = async (link) => {
  while (document.documentElement.dataset.ready !== 'true') await new Promise((go) => setTimeout(go, 50));
  await window.heaviside.load(link);
  const verdict = await window.heaviside.prove();
  return { ...verdict, fingerprint: await window.heaviside.fingerprint() };
};

test('there are fourteen links, of all methods and kinds of layers', () => {
  assert.equal(LINKS.length, 14);
  for (const part of [/^(?!.*solver=)/, /solver=targets/, /solver=paper/, /solver=surrogate/, /solver=control/, /hidden=\d+r/, /hidden=\d+c/, /live=/, /batch=/])
    assert.ok(LINKS.some((link) => part.test(link)), String(part));
});

for (const [name, start, there] of /** @type {const} */ ([
  ['Chromium', chromium, true],
  ['Firefox', firefox, Boolean(process.env.FIREFOX)],
  ['WebKitGTK', webkit, Boolean(process.env.WEBKIT_DRIVER)],
]))
  describe(name, { skip: there ? false : `${name} is not to be had on this machine` }, () => {
    /** @type {Awaited<ReturnType<typeof site>>} */ let home;
    /** @type {Tab} */ let tab;
    before(async () => {
      home = await site();
      tab = await start(home.url);
    });
    after(async () => {
      await tab?.close();
      await home?.close();
    });
    for (const link of LINKS)
      test(link.replace(/&at=.*/, ''), async (t) => {
        const { same, iteration, firstDifference, fingerprint } = await tab.call(proved, link);
        t.diagnostic(tab.version);
        assert.deepEqual({ same, iteration, firstDifference }, { same: true, iteration: Number(/at=(\d+)/.exec(link)?.[1]), firstDifference: null });
        assert.equal(fingerprint, /fp=([0-9a-f]{16})/.exec(link)?.[1]);
      });
    test('a proof of another run is none', async () => {
      const link = LINKS[0].replace(/(&at=)/, '&seed=77$1');
      assert.equal((await tab.call(proved, link)).same, false);
    });
  });
