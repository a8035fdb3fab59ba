// What every browser test needs: Chromium, the site, and pages that report what went wrong in them.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };

/** A built site served here from its folder, with more headers where it asks for them; without a folder the address in HEAVISIDE_SITE, or the folder dist. */
export async function site(folder, headers = {}) {
  if (!folder && process.env.HEAVISIDE_SITE) return { url: process.env.HEAVISIDE_SITE.replace(/\/?$/, '/'), close: async () => {} };
  const root = folder ?? fileURLToPath(new URL('../../dist/', import.meta.url));
  if (!existsSync(join(root, 'index.html'))) throw new Error('There is no dist folder: build the site first, or name a running one in HEAVISIDE_SITE.');
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://x').pathname));
    try {
      const body = await readFile(join(root, path.endsWith('/') ? `${path}index.html` : path));
      response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'text/html', 'cache-control': 'no-cache', ...headers }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  };
}

/** The Chromium named in CHROMIUM, or one where Debian puts it. */
export function browser() {
  const path = process.env.CHROMIUM || ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
  if (!path) throw new Error('No Chromium was found: name one in the variable CHROMIUM.');
  return chromium.launch({
    executablePath: path,
    args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

/** What the browser of a visitor remembers who has read what is said on a first visit, and perhaps opened "More settings". */
function returning(url, more) {
  const kept = { more: more ? '1' : '0', 'callout-spikes': 'said', 'callout-gap': 'said' };
  return { cookies: [], origins: [{ origin: new URL(url).origin, localStorage: Object.entries(kept).map(([key, value]) => ({ name: `heaviside-${key}`, value })) }] };
}

/** A page open on a link and ready for commands, with all settings open as one has left them who has been here, or on a first visit. `faults` gathers console errors and uncaught ones, `requests` addresses. */
export async function open(chrome, url, { width = 1440, height = 900, scheme = 'light', first = false, more = true, options = {} } = {}) {
  const context = await chrome.newContext({ viewport: { width, height }, colorScheme: scheme, serviceWorkers: 'block', storageState: first ? undefined : returning(url, more), ...options });
  const page = await context.newPage();
  const faults = [];
  const requests = [];
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(String(error.stack ?? error)));
  context.on('request', (request) => requests.push(request.url()));
  await page.goto(url);
  await ready(page);
  return { page, context, faults, requests, close: () => context.close() };
}

export const ready = (page) => page.waitForFunction(() => document.documentElement.dataset.ready === 'true', null, { timeout: 30000 });

/** A call of window.heaviside in the page. */
export const hv = (page, name, ...args) => page.evaluate(([n, a]) => window.heaviside[n](...a), [name, args]);
