import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import {
  bundledStudy,
  engine,
  expected,
  NARROW,
  numbers,
  openFile,
  ownStudy,
  rows,
  settled,
  visits,
  WIDE,
} from "./support.mjs";

const visit = visits();
const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const view = async (page, name) => {
  await page.locator(".views").getByRole("button", { name, exact: true }).click();
  await settled(page);
};
const methods = async (page) => {
  await view(page, "Method");
  await page.waitForSelector("#stage-aggregation");
};
const stage = (page, id) => page.locator(`[aria-labelledby=stage-${id}]`);
/** Opens a stage, and waits until what each way would change is there. */
const open = async (page, id) => {
  await stage(page, id).locator("> details.all > summary").click();
  await page.waitForFunction(
    (id) => {
      const said = [...document.querySelectorAll(`[aria-labelledby=stage-${id}] .consequence`)];
      return said.length > 0 && said.every((one) => !one.textContent.includes("Working out"));
    },
    id,
    { timeout: 30_000 },
  );
};
const use = async (page, name) => {
  await page.getByRole("button", { name: `Use ${name}`, exact: true }).click();
  await settled(page);
};
const now = (page, id) => stage(page, id).locator(".stage-now strong").textContent();
const way = (page, id, name) =>
  stage(page, id)
    .locator("li.way")
    .filter({ has: page.locator(".way-head > strong", { hasText: new RegExp(`^${name}$`) }) });

/** The six partnerships of a study with every value and no zero. */
async function six() {
  const study = await ownStudy();
  return { ...study, method: { ...study.method, screening: undefined } };
}

/** The study under another method, as the package scores it. */
async function card(study, change) {
  const comity = await engine();
  const method = change(study.method);
  return comity.open({ ...study, method }).score({ period: 2010 });
}

test("every stage and every way is the engine's, with meaning, formula and reference", async () => {
  const known = (await engine()).methods();
  await visit({}, async (page) => {
    await methods(page);
    const stages = [...new Set(known.map(({ stage }) => stage))];
    assert.equal(await page.locator(".stage").count(), stages.length);
    for (const id of stages) {
      const all = known.filter((one) => one.stage === id);
      await stage(page, id).locator("> details.all > summary").click();
      await stage(page, id).locator("li.way").first().waitFor();
      const found = await stage(page, id)
        .locator("li.way:has(dl.about)")
        .evaluateAll((ways) =>
          ways.map((way) => ({
            meaning: way.querySelector(".meaning").textContent,
            about: [...way.querySelectorAll("dl.about dd")].map((one) => one.textContent),
            fields: way.querySelectorAll(".field").length,
          })),
        );
      assert.deepEqual(
        found,
        all.map(({ meaning, formula, reference, parameters }) => ({
          meaning,
          about: [formula, reference],
          fields: parameters.length,
        })),
        id,
      );
    }
  });
});

test("another choice ranks as the package does, is marked, and goes back by undo and by its button", async () => {
  const study = await bundledStudy();
  const median = await card(study.document, (method) => ({
    ...method,
    defaults: { ...method.defaults, aggregation: "median" },
  }));
  await visit({}, async (page) => {
    const before = numbers(await rows(page));
    await methods(page);
    await open(page, "aggregation");
    await use(page, "Median");
    assert.equal(await now(page, "aggregation"), "Median");
    assert.match(await page.textContent(".standing"), /^Changed by you: aggregation median\./);
    await view(page, "Ranking");
    assert.deepEqual(numbers(await rows(page)), numbers(expected(median)));
    assert.match(await page.textContent(".method"), /Changed by you\./);
    assert.match(await page.textContent(".method"), /Median at every level/);
    await page.keyboard.press("Control+z");
    await settled(page);
    assert.deepEqual(numbers(await rows(page)), before);
    await page.keyboard.press("Control+Shift+z");
    await settled(page);
    assert.deepEqual(numbers(await rows(page)), numbers(expected(median)));
    await methods(page);
    await page.click(".standing .back");
    await settled(page);
    assert.equal(await page.textContent(".standing"), "This is the study’s own method.");
    await view(page, "Ranking");
    assert.deepEqual(numbers(await rows(page)), before);
  });
});

test("one node can have a choice of its own, and give it back", async () => {
  const study = await bundledStudy();
  const own = await card(study.document, (method) => ({
    ...method,
    nodes: [
      ...(method.nodes ?? []).filter(({ id }) => id !== "alignment"),
      { id: "alignment", aggregation: "minimum" },
    ],
  }));
  assert.ok(!(study.document.method.nodes ?? []).some(({ id }) => id === "alignment"));
  await visit({}, async (page) => {
    const before = numbers(await rows(page));
    await methods(page);
    await open(page, "aggregation");
    await page.selectOption("select[name=scope-aggregation]", { label: "Alignment" });
    await use(page, "Minimum");
    assert.equal(await now(page, "aggregation"), "Arithmetic");
    assert.match(await stage(page, "aggregation").locator(".exceptions").textContent(), /Alignment: minimum/);
    await view(page, "Ranking");
    assert.deepEqual(numbers(await rows(page)), numbers(expected(own)));
    await methods(page);
    await page.getByRole("button", { name: "Alignment: as for all" }).click();
    await settled(page);
    await view(page, "Ranking");
    assert.deepEqual(numbers(await rows(page)), before);
  });
});

test("parameters are fields with their ends; the engine refuses what lies beyond, and the former stays", async () => {
  const study = await bundledStudy();
  const cap = (aggregation) =>
    card(study.document, (method) => ({ ...method, defaults: { ...method.defaults, aggregation } }));
  const power = await cap({ method: "power", exponent: 3 });
  await visit({}, async (page) => {
    await methods(page);
    await open(page, "aggregation");
    const li = way(page, "aggregation", "Power");
    await li.locator("details > summary").click();
    const field = li.getByLabel("exponent");
    assert.deepEqual(await field.evaluate(({ min, max, value }) => [min, max, value]), ["-100", "100", "1"]);
    await field.fill("300");
    await field.blur();
    await li.getByRole("button", { name: "Use Power" }).click();
    assert.match(await li.locator(".refusal[role=alert]").textContent(), /Exponent: 300 is not within .*100 to 100/);
    assert.equal(await now(page, "aggregation"), "Arithmetic");
    await field.fill("3");
    await field.blur();
    await li.getByRole("button", { name: "Use Power" }).click();
    await settled(page);
    assert.equal(await now(page, "aggregation"), "Power");
    await view(page, "Ranking");
    assert.deepEqual(numbers(await rows(page)), numbers(expected(power)));
    // In force, a field changes it at once.
    await methods(page);
    const again = way(page, "aggregation", "Power").getByLabel("exponent");
    await again.fill("2");
    await again.blur();
    await settled(page);
    await view(page, "Ranking");
    assert.deepEqual(numbers(await rows(page)), numbers(expected(await cap({ method: "power", exponent: 2 }))));
  });
});

test("a geometric mean over zeros is refused with the reason, and made all the same only when asked for again", async () => {
  await visit({}, async (page) => {
    await methods(page);
    await open(page, "aggregation");
    const li = way(page, "aggregation", "Geometric");
    assert.match(
      await li.locator(".consequence").textContent(),
      /A value of 0 would decide the score of \d+ partnerships/,
    );
    await use(page, "Geometric");
    assert.match(
      await li.locator("[role=alert]").textContent(),
      /is 0 for .*would make .* 0 whatever the rest is.*The method in force stays\./,
    );
    assert.equal(await now(page, "aggregation"), "Arithmetic");
    await li.getByRole("button", { name: "Use it all the same" }).click();
    await settled(page);
    assert.equal(await now(page, "aggregation"), "Geometric");
  });
});

test("what lacks judgements says so, and is given them as in a file", async () => {
  await visit({}, async (page) => {
    await methods(page);
    await open(page, "weighting");
    const li = () => way(page, "weighting", "AHP");
    assert.match(await li().locator(".consequence").textContent(), /It needs judgements/);
    await use(page, "AHP");
    assert.match(await li().locator("[role=alert]").textContent(), /It needs judgements/);
    await page.selectOption("select[name=scope-weighting]", { label: "Calm" });
    const children = (await bundledStudy()).outline.nodes.filter(({ parent }) => parent === "calm").map(({ id }) => id);
    assert.equal(children.length, 2);
    await li().locator("details > summary").click();
    const field = li().getByLabel("judgements");
    await field.fill(JSON.stringify([{ first: children[0], second: children[1], value: 3 }]));
    await field.blur();
    await li().getByRole("button", { name: "Use AHP" }).click();
    await settled(page);
    assert.match(await stage(page, "weighting").locator(".exceptions").textContent(), /Calm: AHP/);
    await page
      .getByRole("button", { name: "Show the indicators of Calm" })
      .or(page.locator(".node:last-child .twist"))
      .first()
      .click();
    const shares = await page.$$eval(".node .node input[type=number]", (all) => all.map(({ value }) => value));
    assert.deepEqual(shares.slice(-2).sort(), ["25", "75"]);
  });
});

test("weights from the data rank as the package does, in every year", async () => {
  const study = await bundledStudy();
  const comity = await engine();
  const { method } = study.document;
  const nodes = (method.nodes ?? []).map(({ weight: _, ...node }) => node);
  const entropy = comity.open({
    ...study.document,
    method: { ...method, nodes, defaults: { ...method.defaults, weighting: "standard-deviation" } },
  });
  await visit({}, async (page) => {
    await methods(page);
    await open(page, "weighting");
    await use(page, "Standard deviation");
    assert.equal(await now(page, "weighting"), "Standard deviation");
    await view(page, "Ranking");
    for (const year of [2010, 2005]) {
      await page.selectOption("select[name=year]", String(year));
      await settled(page);
      assert.deepEqual(numbers(await rows(page)), numbers(expected(entropy.score({ period: year }))), String(year));
      assert.match(await page.textContent(".weights .state-line"), /All weights are the study/);
    }
  });
});

test("methods side by side give the package's ranks, moves and tau, within a second, and as CSV", async () => {
  const study = await bundledStudy();
  const { method } = study.document;
  const others = ["topsis", "vikor"].map((ranking) => ({ ...method, ranking }));
  const right = study.compareMethods({ period: 2010, methods: [method, ...others] });
  await visit({}, async (page) => {
    await methods(page);
    await open(page, "ranking");
    await page.getByLabel("Compare TOPSIS", { exact: true }).check();
    const start = Date.now();
    await page.getByLabel("Compare VIKOR", { exact: true }).check();
    await page.waitForFunction(() => document.querySelectorAll(".ranks thead th").length === 4);
    assert.ok(Date.now() - start < 1000);
    const table = await page.$$eval(".ranks tbody tr", (all) =>
      all.map((row) => [
        row.dataset.unit,
        ...[...row.querySelectorAll("td")].map((cell) => cell.textContent.replace(/^.*(up|down) \d+/, "").trim()),
      ]),
    );
    const found = right.units
      .map(({ id }, at) => [id, ...right.methods.map(({ ranks }) => String(ranks[at] ?? "–"))])
      .sort(([, a], [, b]) => Number(a) - Number(b));
    assert.deepEqual(table, found);
    const taus = await page.$$eval(".taus tbody tr", (all) =>
      all.map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent)),
    );
    assert.deepEqual(
      taus,
      right.tau.map((row) => row.map((tau) => (tau === 1 ? "1.00" : Math.min(0.99, tau).toFixed(2)))),
    );
    const { shift } = right.methods[1];
    const said = await page.textContent(".side-said li");
    assert.ok(said.includes(`ranks move by ${shift.mean.toFixed(1)} places on average`), said);
    assert.ok(said.includes(`Kendall’s tau ${right.tau[0][1].toFixed(2)}`), said);
    const [file] = await Promise.all([page.waitForEvent("download"), page.click(".sides .keep")]);
    const csv = (await readFile(await file.path(), "utf8"))
      .replace(/^\uFEFF/, "")
      .trim()
      .split("\r\n");
    assert.equal(csv.length, right.units.length + 1);
    assert.equal(
      csv[0],
      "id,Partnership,In force: rank,In force: score,TOPSIS (ranking): rank,TOPSIS (ranking): score,VIKOR (ranking): rank,VIKOR (ranking): score",
    );
    const [first] = right.units;
    assert.equal(
      csv[1],
      [first.id, first.name, ...right.methods.flatMap(({ ranks, scores }) => [ranks[0] ?? "", scores[0] ?? ""])].join(
        ",",
      ),
    );
    await page.getByRole("button", { name: "Leave out TOPSIS (ranking)" }).click();
    await page.waitForFunction(() => document.querySelectorAll(".ranks thead th").length === 3);
  });
});

test("a preset is compared with the method in force", async () => {
  await visit({}, async (page) => {
    await openFile(page, "six.json", JSON.stringify(await six()));
    await methods(page);
    await page.locator(".presets input").nth(1).check();
    assert.equal(await page.locator(".side-said li").count(), 1);
    assert.match(await page.textContent(".side-said li"), /Kendall|same ranks/);
  });
});

for (const [name, id, head] of [
  ["PROMETHEE II", "promethee-2", /Net flow.*−1 to 1/s],
  ["VIKOR", "vikor", /Compromise Q.*lower is better/s],
  ["ELECTRE I", "electre-1", /In the kernel/],
]) {
  test(`under ${name} every view says what its numbers are, what is not there and why`, async () => {
    const study = await six();
    const ranked = await card(study, (method) => ({ ...method, ranking: id }));
    await visit({}, async (page) => {
      await openFile(page, "six.json", JSON.stringify(study));
      await methods(page);
      await open(page, "ranking");
      await use(page, name);
      await view(page, "Ranking");
      const shown = await page.$$eval(".ranking tbody tr", (all) =>
        all.map((row) => [row.dataset.unit, row.querySelector(".rank-number").textContent.replace("=", "").trim()]),
      );
      assert.deepEqual(
        shown,
        ranked.units.map(({ id, rank }) => [id, String(rank)]),
      );
      assert.match(await page.textContent(".ranking th.score"), head);
      const why = new RegExp(`${name} ranks by the values themselves, on a scale of its own\\. There are no points`);
      assert.match(await page.textContent(".ranking"), why);
      assert.equal(await page.locator(".ranking .whisker, .ranking svg.bar").count(), 0);
      for (const one of ["How sure", "What drives it"]) {
        await view(page, one);
        assert.match(await page.textContent("main .banner"), why);
      }
      await view(page, "Objectives");
      await view(page, "Data");
      await view(page, "Rubrics");
      await view(page, "Ranking");
      await page.click(".ranking tbody tr:nth-child(2) button");
      await settled(page);
      const detail = await page.textContent(".detail");
      assert.match(detail, new RegExp(`${name} reads the values themselves: each counts by its weight`));
      for (const text of [detail, await page.textContent("main")])
        assert.doesNotMatch(text, /NaN|undefined|null|Infinity/);
      // A weight still moves the ranks.
      await page.fill(".opinion input[type=number]", "90");
      await page.press(".opinion input[type=number]", "Enter");
      await settled(page);
      assert.match(await page.textContent(".weights .state-line"), /changed/);
    });
  });
}

test("a partnership that lacks a value is not ranked without the tree, and its row says what is missing", async () => {
  await visit({}, async (page) => {
    await methods(page);
    await open(page, "ranking");
    assert.match(
      await way(page, "ranking", "TOPSIS").locator(".consequence").textContent(),
      /\d+ partnerships would not be ranked\./,
    );
    await use(page, "TOPSIS");
    await view(page, "Ranking");
    const last = page.locator(".ranking tbody tr").last();
    assert.equal((await last.locator(".rank-number").textContent()).trim(), "–");
    assert.match(
      await last.locator(".observed .lacks").getAttribute("title"),
      /is not ranked: TOPSIS needs a value of every indicator, and it has none for/,
    );
    assert.match(await page.textContent(".ranking .check"), /Only those with a poll \([1-9]/);
  });
});

test("a weight that cannot be solved for is said where its strip would be", async () => {
  await visit({}, async (page) => {
    await methods(page);
    await open(page, "aggregation");
    await use(page, "Copeland");
    await view(page, "How sure");
    await page.waitForFunction(() =>
      /is joined by Copeland, for which this cannot be worked out/.test(document.querySelector(".robust").textContent),
    );
  });
});

test("the method chosen is kept by the browser, and goes with the study that is saved", async () => {
  await visit({}, async (page) => {
    await methods(page);
    await open(page, "aggregation");
    await use(page, "Median");
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save study" }).click(),
    ]);
    assert.equal(JSON.parse(await readFile(await file.path(), "utf8")).method.defaults.aggregation, "median");
    await page.waitForTimeout(900);
    await page.reload();
    await page.waitForSelector("tbody tr");
    await settled(page);
    await methods(page);
    assert.equal(await now(page, "aggregation"), "Median");
    assert.match(await page.textContent(".standing"), /Changed by you/);
  });
});

test("a choice is announced once, with who moved", async () => {
  await visit({}, async (page) => {
    await methods(page);
    await open(page, "aggregation");
    await page.waitForTimeout(900);
    await page.evaluate(() => {
      window.said = [];
      const node = document.querySelector("comity-announcer");
      new MutationObserver(() => window.said.push(node.textContent)).observe(node, {
        childList: true,
        characterData: true,
        subtree: true,
      });
    });
    await page.getByRole("button", { name: "Use Median", exact: true }).focus();
    await page.keyboard.press("Enter");
    await page.waitForTimeout(1200);
    const said = await page.evaluate(() => window.said);
    assert.equal(said.length, 1);
    assert.match(said[0], /^Aggregation: median\. .+ moved from/);
    // The focus stays on the button, which says that it is in force.
    assert.equal(await page.evaluate(() => document.activeElement.textContent.trim()), "In force");
  });
});

for (const colorScheme of ["light", "dark"]) {
  for (const viewport of [WIDE, NARROW, { width: 320, height: 640 }]) {
    test(`axe finds nothing wrong with methods, ${colorScheme}, ${viewport.width} px wide`, async () => {
      await visit({ colorScheme, viewport, reducedMotion: "reduce" }, async (page) => {
        const sound = async (where) => {
          await page.evaluate(AXE);
          const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
          const faults = violations.flatMap(({ id, nodes }) =>
            nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary}`),
          );
          assert.deepEqual(faults, [], where);
          const small = await page.$$eval(".methods :is(button, input, select, textarea, summary)", (all) =>
            all
              .map((one) => ({ one, box: (one.closest("label") ?? one).getBoundingClientRect() }))
              .filter(
                ({ one, box }) =>
                  !/checkbox/.test(one.type ?? "") && box.width > 0 && (box.width < 24 || box.height < 24),
              )
              .map(({ one, box }) => `${one.outerHTML.slice(0, 80)} ${box.width} × ${box.height}`),
          );
          assert.deepEqual(small, [], where);
          const over = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          assert.ok(over <= 0, `${where}: ${over} px too wide`);
        };
        await methods(page);
        await sound("at first");
        await open(page, "aggregation");
        await use(page, "Geometric");
        await way(page, "aggregation", "Power").locator("details > summary").click();
        await way(page, "aggregation", "Mazziotta–Pareto")
          .getByLabel("Compare Mazziotta–Pareto", { exact: true })
          .check();
        await sound("a refusal, fields, a comparison");
        await openFile(page, "six.json", JSON.stringify(await six()));
        await methods(page);
        await open(page, "ranking");
        await use(page, "PROMETHEE I");
        await sound("changed");
        await view(page, "Ranking");
        await sound("a ranking without the tree");
      });
    });
  }
}
