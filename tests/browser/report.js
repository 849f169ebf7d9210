// SPDX-License-Identifier: GPL-3.0-or-later
// node report.js BROWSER FILE…: each report on a phone and on a desk, light and dark, printed,
// without its script.
'use strict';
const fs = require('fs');
const path = require('path');
const {chromium} = require('playwright-core');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const [executablePath, ...files] = process.argv.slice(2);
const PAPER = 688;  // CSS pixels between the margins of A4
let passed = 0, failed = 0;

function holds(name, wrong) {
  const bad = Array.isArray(wrong) ? wrong.length > 0 : !!wrong;
  bad ? failed++ : passed++;
  if (bad) console.log(`not ok: ${name}: ${JSON.stringify(wrong).slice(0, 800)}`);
}

// ---- In the page ----

// Elements that are wider than what they may be, tables in a box that scrolls apart.
function overflowing(width) {
  const scrolls = getComputedStyle(document.querySelector('.scroll')).overflowX === 'auto';
  return [...document.body.querySelectorAll('*')]
    .filter(e => !scrolls || !e.closest('.scroll table'))
    .filter(e => e.getBoundingClientRect().right > width + 1)
    .map(e => `${e.tagName} ${e.textContent.slice(0, 40)}`);
}

// Characters that are painted like one that no font has.
function missingGlyphs() {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 40;
  const pen = canvas.getContext('2d', {willReadFrequently: true});
  pen.font = `24px ${getComputedStyle(document.body).fontFamily}`;
  const paint = c => {
    pen.clearRect(0, 0, 40, 40);
    pen.fillText(c, 4, 30);
    return pen.getImageData(0, 0, 40, 40).data.join();
  };
  const missing = paint('\u{10fffd}');
  const text = new Set(document.body.innerText);
  return [...text].filter(c => c.trim() !== '' && paint(c) === missing);
}

function chartsWithoutFigures() {
  return [...document.querySelectorAll('svg')]
    .filter(svg => !svg.querySelector('title')?.textContent ||
                   !/\d/.test(svg.querySelector('desc')?.textContent ?? ''))
    .map(svg => svg.querySelector('title')?.textContent);
}

// A cell as a number; what the script is tested against, so written anew.
function wrongOrder(table, index, down) {
  const units = {'%': 0.01, k: 1e3, M: 1e6, B: 1e9, '万': 1e4, '亿': 1e8};
  const cells = [...table.tBodies[0].rows].map(row => row.cells[index].textContent.trim());
  const known = cells.filter(c => c !== '–');
  if (cells.slice(0, known.length).includes('–')) return 'what is unknown does not come last';
  const numbers = known.map(c => {
    const unit = units[c.slice(-1)];
    return Number(c.replace(/[,%kMB万亿]/g, '').replace('−', '-')) * (unit ?? 1);
  });
  if (numbers.some(Number.isNaN)) return null;
  for (let i = 1; i < numbers.length; i++)
    if (down ? numbers[i] > numbers[i - 1] : numbers[i] < numbers[i - 1])
      return `${known[i - 1]} before ${known[i]}`;
  return null;
}

// ---- Checks ----

async function open(browser, file, options) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints = [];
  page.on('console', m => complaints.push(m.text()));
  page.on('pageerror', e => complaints.push(String(e)));
  page.on('request', r => {
    if (!/^(file|data):/.test(r.url())) complaints.push(r.url());
  });
  await page.goto(`file://${path.resolve(file)}`);
  return {context, page, complaints};
}

async function checkSorting(name, page) {
  const tables = await page.locator('table').all();
  for (const table of tables) {
    const caption = await table.locator('caption').innerText();
    const rows = await table.locator('tbody tr').count();
    const buttons = await table.locator('thead button').all();
    const wrong = [];
    for (const [index, button] of buttons.entries()) {
      await button.focus();
      const seen = [];
      for (let press = 0; press < 2; press++) {
        await page.keyboard.press('Enter');
        const state = await table.locator('thead th').nth(index).getAttribute('aria-sort');
        seen.push(state);
        const order = await table.evaluate(
          (t, [fn, i, down]) => new Function(`return (${fn})`)()(t, i, down),
          [wrongOrder.toString(), index, state === 'descending']);
        if (order) wrong.push(order);
      }
      if ([...seen].sort().join() !== 'ascending,descending') wrong.push(seen.join());
    }
    if (buttons.length === 0 || buttons.length !== await table.locator('thead th').count())
      wrong.push('a column has no button');
    if (rows !== await table.locator('tbody tr').count()) wrong.push('rows got lost');
    holds(`${name}: "${caption}" is sorted by the keyboard`, wrong);
  }
}

async function checkFilter(name, page) {
  const table = page.locator('table', {has: page.locator('tbody tr:nth-child(60)')}).last();
  const field = table.locator('caption .filter input');
  const rows = table.locator('tbody tr:visible');
  const all = await rows.count();
  await field.fill('velmora');
  const one = await rows.count();
  await field.fill('');
  holds(`${name}: a table is filtered`, all < 60 || one !== 1 || await rows.count() !== all);
}

async function checkScreen(browser, file, width, colorScheme) {
  const name = `${path.basename(file)} ${width} ${colorScheme}`;
  const {context, page, complaints} =
    await open(browser, file, {viewport: {width, height: 900}, colorScheme});
  holds(`${name}: nothing is too wide`, await page.evaluate(overflowing, width));
  holds(`${name}: the page does not scroll sideways`,
    await page.evaluate(() => document.documentElement.scrollWidth > innerWidth));
  holds(`${name}: the answer is on the first screen, before the contents`,
    await page.evaluate(() => {
      const lead = document.querySelector('.lead').getBoundingClientRect();
      return lead.bottom > innerHeight / 2 ||
             document.querySelector('nav').getBoundingClientRect().top < lead.bottom;
    }));
  holds(`${name}: every glyph is there`, await page.evaluate(missingGlyphs));
  holds(`${name}: every chart tells its figures`, await page.evaluate(chartsWithoutFigures));
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document));
  holds(`${name}: axe finds nothing`,
    found.violations.map(v => `${v.id} ${v.nodes.length} ${v.nodes[0].html}`));
  if (width > 1000 && colorScheme === 'light') {
    await checkSorting(name, page);
    await checkFilter(name, page);
  }
  holds(`${name}: no complaint, no request`, complaints);
  await context.close();
}

async function checkPrint(browser, file) {
  const name = `${path.basename(file)} printed`;
  const {context, page} =
    await open(browser, file, {viewport: {width: PAPER, height: 1000}, colorScheme: 'dark'});
  await page.emulateMedia({media: 'print', colorScheme: 'dark'});
  holds(`${name}: nothing is too wide`, await page.evaluate(overflowing, PAPER));
  holds(`${name}: on white paper`, await page.evaluate(
    () => getComputedStyle(document.body).backgroundColor !== 'rgb(255, 255, 255)'));
  holds(`${name}: no navigation, no fields`, await page.evaluate(
    () => [...document.querySelectorAll('nav,.filter')].filter(e => e.offsetHeight > 0).length));
  holds(`${name}: heads are repeated: no box of a button in them`, await page.evaluate(
    () => [...document.querySelectorAll('thead button')]
      .filter(e => getComputedStyle(e).display !== 'contents').length));
  const pdf = await page.pdf({preferCSSPageSize: true, printBackground: true});
  const pages = pdf.toString('latin1').match(/\/Type \/Page\b/g).length;
  holds(`${name}: pages of A4`, pages < 4 || pages > 26 ? [pages] : []);
  await context.close();
}

async function checkWithoutScript(browser, file) {
  const {context, page} = await open(browser, file, {javaScriptEnabled: false});
  const name = `${path.basename(file)} without its script`;
  holds(`${name}: no button that does nothing`, await page.locator('button,input').count());
  holds(`${name}: tables are there`, await page.locator('table tbody tr').count() < 100);
  await context.close();
}

(async () => {
  const browser = await chromium.launch({executablePath, args: ['--no-sandbox']});
  for (const file of files) {
    for (const width of [360, 1280])
      for (const scheme of ['light', 'dark']) await checkScreen(browser, file, width, scheme);
    await checkPrint(browser, file);
    await checkWithoutScript(browser, file);
  }
  await browser.close();
  console.log(`browser: ${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
})();
