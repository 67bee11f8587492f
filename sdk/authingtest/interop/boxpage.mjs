// Looks at a web page, of the box or of a program that signs people in at it, as
// a person does; serve.mjs tells how it is talked to. The calls are those below,
// with selectors of the page's elements; "seen" gives what a page must not do, and
// whatever it asked for.
import { chromium } from "playwright-core";
import { serve } from "./serve.mjs";

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const page = await browser.newPage({ locale: "en-GB" });
page.setDefaultTimeout(20_000);

const seen = { requests: [], violations: [], dialogs: [], errors: [] };
page.on("request", (request) => seen.requests.push({ type: request.resourceType(), url: request.url() }));
page.on("dialog", (dialog) => {
  seen.dialogs.push(dialog.message());
  return dialog.dismiss();
});
page.on("pageerror", (error) => seen.errors.push(error.message));
await page.exposeFunction("noteViolation", (what) => seen.violations.push(what));
await page.addInitScript(() => {
  document.addEventListener("securitypolicyviolation", (event) => noteViolation(`${event.violatedDirective} ${event.blockedURI}`));
});

const calls = {
  open: async (address) => (await page.goto(address)).status(),
  seen: () => seen,
  count: (selector) => page.locator(selector).count(),
  text: (selector) => page.locator(selector).textContent(),
  // what scripts see of the cookies
  cookies: () => page.evaluate(() => document.cookie),
  address: () => page.url(),
  html: (selector) => page.locator(selector).innerHTML(),
  click: (selector) => page.locator(selector).click(),
  type: (selector, text) => page.locator(selector).fill(text),
  choose: (selector, value) => page.locator(selector).selectOption(value),
  wait: (selector) => page.locator(selector).first().waitFor(),
  // mark leaves something behind that goes when the page is loaded again.
  mark: () => page.evaluate(() => void (window.marked = true)),
  marked: () => page.evaluate(() => window.marked === true),
  focused: () => page.evaluate(() => document.activeElement?.textContent ?? ""),
  press: (key) => page.keyboard.press(key),
};

await serve(async (call, given) => {
  try {
    return { call, ok: true, result: (await calls[call](...given)) ?? null };
  } catch (failed) {
    return { call, ok: false, error: failed.message };
  }
});
await browser.close();
