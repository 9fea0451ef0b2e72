// report_page.mjs NAME=FILE.html…: opens each page in Chromium from the disk, light and dark and at
// three widths, and fails on a message on the console, a request, a page wider than the screen, labels
// of a picture that overlap, and whatever axe-core finds. `same:A=FILE` and `same:B=FILE` have to have
// the same elements with the same attributes. On paper nothing may be cut: neither at the edge, nor a
// word, nor a row or a picture from one sheet to the next. With REPORT_SHOTS, screenshots go into that folder.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const widths = [390, 900, 1440];
const paper = { width: 703, height: 1032 }; // A4 within its margins, in CSS pixels
const shots = process.env.REPORT_SHOTS;
const problems = [];

const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync"],
});

// Pairs of texts of one picture whose boxes meet by more than a hair.
function overlaps() {
    const found = [];
    for (const picture of document.querySelectorAll("svg.picture")) {
        const boxes = [...picture.querySelectorAll("text")].map(text => [text.getBoundingClientRect(), text.textContent]);
        boxes.sort((a, b) => a[0].top - b[0].top);
        for (let i = 0; i < boxes.length; i++)
            for (let k = i + 1; k < boxes.length && boxes[k][0].top < boxes[i][0].bottom - 1; k++) {
                const [a, b] = [boxes[i][0], boxes[k][0]];
                if (a.left < b.right - 1 && b.left < a.right - 1)
                    found.push(`'${boxes[i][1]}' and '${boxes[k][1]}'`);
            }
        const frame = picture.getBoundingClientRect();
        for (const [box, words] of boxes)
            if (box.left < frame.left - 1 || box.right > frame.right + 1)
                found.push(`'${words}' and the edge`);
    }
    return found;
}

// Pictures without a table of the same in their section, or without title and description.
function bare() {
    return [...document.querySelectorAll("svg.picture")]
        .filter(picture => !picture.querySelector("title")?.textContent || !picture.querySelector("desc")?.textContent ||
            !picture.closest("section")?.querySelector("table"))
        .map(picture => picture.outerHTML.slice(0, 80));
}

// What a sheet would cut: all that is in no box kept together, or is in one that no sheet holds, or
// leaves the sheet, or is one word on two lines.
function cuts(paper) {
    const found = [];
    const name = element => `${element.tagName} '${element.textContent.trim().slice(0, 40)}'`;
    const whole = element => getComputedStyle(element).breakInside === "avoid";
    for (const element of document.querySelectorAll("tr, svg.picture, .tile, .card li")) {
        const box = element.getBoundingClientRect();
        if (box.height === 0)
            continue;
        const kept = element.closest("figure") ?? element;
        if (!whole(kept) || kept.getBoundingClientRect().height > paper.height)
            found.push(`${name(element)} may be cut`);
        if (box.right > paper.width + 1)
            found.push(`${name(element)} leaves the sheet`);
    }
    const range = document.createRange();
    for (const cell of document.querySelectorAll("th, td.n, td.day, td .id")) {
        range.selectNodeContents(cell);
        const tops = new Set([...range.getClientRects()].map(box => Math.round(box.top)));
        if (!/\s|[^\x20-\x7e]/.test(cell.textContent.trim()) && tops.size > 1)
            found.push(`the word of ${name(cell)} is broken`);
    }
    return found;
}

function skeleton() {
    return [...document.querySelectorAll("*")].map(element => `${element.tagName} ${element.getAttributeNames().sort()}`);
}

async function look(name, file) {
    const say = text => problems.push(`${name}: ${text}`);
    const url = `file://${path.resolve(file)}`;
    const context = await browser.newContext({ viewport: { width: 1280, height: 1000 } });
    const page = await context.newPage();
    page.setDefaultTimeout(60000);
    page.on("console", message => say(`on the console: ${message.text()}`));
    page.on("pageerror", error => say(`an error: ${error}`));
    page.on("request", request => {
        if (request.url() !== url && !request.url().startsWith("data:"))
            say(`a request to ${request.url()}`);
    });
    await page.goto(url);
    const elements = await page.evaluate(skeleton);
    for (const width of widths) {
        await page.setViewportSize({ width, height: 1000 });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        if (wide > width)
            say(`${wide} wide on a screen of ${width}`);
        for (const colorScheme of shots && elements.length > 1000 ? ["light", "dark"] : []) {
            await page.emulateMedia({ colorScheme });
            await page.screenshot({ path: path.join(shots, `${name}-${width}-${colorScheme}.png`), fullPage: elements.length < 9000 });
        }
    }
    /* Folded lists are hidden from axe, but not for nothing: of many that are alike, three stay. */
    if (elements.length > 2000)
        await page.evaluate(() => [...document.querySelectorAll("details")].slice(3).forEach(one => one.remove()));
    for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        const result = await page.evaluate(`${axe}; axe.run(document, { resultTypes: ["violations"] })`);
        for (const violation of result.violations)
            say(`axe, ${colorScheme}: ${violation.id}: ${violation.help}: ${violation.nodes[0].html.slice(0, 160)}` +
                ` (${violation.nodes.length} times) ${violation.nodes[0].failureSummary.slice(0, 300)}`);
    }
    if (await page.evaluate(() => window.broken !== undefined || document.scripts.length > 0))
        say("a script");
    await page.evaluate(() => document.querySelectorAll("details").forEach(one => { one.open = true; }));
    for (const pair of (await page.evaluate(overlaps)).slice(0, 5))
        say(`labels overlap: ${pair}`);
    for (const picture of await page.evaluate(bare))
        say(`no title, description or table: ${picture}`);
    if (elements.length < 20000) {
        await page.evaluate(() => document.querySelectorAll("details:not(.list)").forEach(one => { one.open = false; }));
        await page.emulateMedia({ media: "print" });
        await page.setViewportSize(paper);
        for (const cut of (await page.evaluate(cuts, paper)).slice(0, 5))
            say(`on paper ${cut}`);
    }
    await context.close();
    return elements;
}

// How many sheets of A4 it takes.
async function sheets(file) {
    const page = await browser.newPage();
    await page.goto(`file://${path.resolve(file)}`);
    const pdf = await page.pdf({ format: "A4", preferCSSPageSize: true });
    await page.close();
    return pdf.toString("latin1").split(/\/Type\s*\/Page\b(?!s)/).length - 1;
}

const same = [];
for (const argument of process.argv.slice(2)) {
    const [name, file] = argument.split("=");
    const elements = await look(name.replace("same:", ""), file);
    if (name.startsWith("same:"))
        same.push(elements);
    /* Nobody prints 10,000 issues. */
    const paper = elements.length < 20000 ? `, ${await sheets(file)} sheets of A4` : "";
    console.log(`${name}: ${elements.length} elements${paper}`);
}
for (const other of same.slice(1)) {
    const at = other.findIndex((element, i) => element !== same[0][i]);
    if (at >= 0 || other.length !== same[0].length)
        problems.push(`the elements differ: ${same[0][at]} and ${other[at]} (${same[0].length} and ${other.length})`);
}
await browser.close();
for (const problem of problems)
    console.error(problem);
process.exit(problems.length ? 1 : 0);
