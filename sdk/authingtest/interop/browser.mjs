// Drives the published client's build for browsers; serve.mjs tells how it is
// talked to. The first call of a scenario is "open": it opens the page at an
// address in a new context of the one browser, which shares neither cookies nor
// storage with the ones before, and makes a client there. "settle", and what ends
// in "/arrived", wait for the page.
import { chromium } from "playwright-core";
import { serve } from "./serve.mjs";

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});

// A picture of one pixel is what the user chooses wherever a page asks for a file.
const picture = Buffer.from("GIF89a\x01\x00\x01\x00\x00\x00\x00;", "latin1");

let page;
let asked; // what the page asked for, as promises of an answer or of none

// open opens the page. What is on no loopback address goes to a proxy, which
// decides. No request is intercepted here: with interception the browser would
// not ask a server any more what pages of another origin may do.
const open = async (address, proxy, options) => {
  await page?.context().close();
  const context = await browser.newContext({
    proxy: { server: proxy, bypass: "127.0.0.1" },
    ignoreHTTPSErrors: true, // the picture store's certificate is a test's
  });
  page = await context.newPage();
  asked = [];
  page.on("request", (request) => asked.push(request.response().catch(() => null)));
  page.on("console", (message) => process.stderr.write(`${message.type()}: ${message.text()}\n`));
  page.on("pageerror", (error) => process.stderr.write(`the page failed: ${error.message}\n`));
  page.on("filechooser", (chooser) => chooser.setFiles({ name: "pixel.gif", mimeType: "image/gif", buffer: picture }));
  await page.goto(address);
  await page.evaluate((options) => start(options), options);
};

// settle waits until the page has an answer to whatever it asked for.
const settle = () => Promise.all(asked);

// arrived waits until a call has led the page to an address, whatever its query.
const arrived = (address) => page.waitForURL((at) => at.href.startsWith(`${address}?`));

const own = { open, settle, arrived };
await serve(async (call, given) => {
  const [name] = call.split("/").slice(-1);
  if (!own[name]) return page.evaluate(([call, given]) => answer(call, given), [call, given]);
  await own[name](...given);
  return { call, ok: true, result: null };
});
await browser.close();
