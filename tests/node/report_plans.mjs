// report_plans.mjs plain N | cjk N | hostile | harmless: a plan as JSON on standard output.
const [kind, count] = process.argv.slice(2);

const hostile = [
    "<script>window.broken = 1</script>",
    "\"><img src=x onerror=\"window.broken = 1\">",
    "' onmouseover='window.broken = 1",
    "</title></style><script>window.broken = 1</script>",
    "</text></svg><iframe src=javascript:window.broken=1>",
    "<svg/onload=window.broken=1>",
    "<a href=javascript:window.broken=1>x</a>",
    "<!-- --!> <![CDATA[ ]]> -->",
    "&lt;b&gt; &#60;b&#62; &amp;",
    "{{constructor.constructor('window.broken=1')()}}",
    "\u202Egpj.exe \u2066 \u200F",
    "%s %d %n ${7*7} \\u003cscript\\u003e",
    "<style>*{display:none}</style><base href=//example.com/>",
];
const harmless = "nothing but words in here";
let next = 0;
const text = () => (kind === "hostile" ? hostile[next++ % hostile.length] : harmless);
const cjk = "数据库迁移计划需要在下一个里程碑之前完成并且经过审核".repeat(10).slice(0, 200);

function small() {
    const person = kind === "hostile" ? hostile[1] : harmless;
    return {
        scope: "db", repository: "acme/data-pipeline", start_on: "2026-02-02",
        people: { [person]: ["octocat"] },
        labels: [{ name: "a", description: text() }],
        phases: [{ id: "p1", title: text(), weeks: "1-8" }],
        entities: [1, 2].map(i => ({ id: `e${i}`, store: i === 1 ? "db" : text(), table: text() })),
        metrics: [{ id: "m1", title: text(), target: text() }],
        risks: [1, 2, 3].map(i => ({ id: `r${i}`, title: text(), probability: "high", impact: "low",
            mitigation: text(), contingency: text(), owner: person })),
        migrations: [{ id: "db", path: "db/migrations", engine: "sqlite" }],
        milestones: [1, 2, 3].map(i => ({ id: `M${i}`, title: text() + i, description: text(), phase: "p1",
            due_on: `2026-0${i + 3}-10`,
            gate: { criteria: [{ id: `g${i}`, text: text(), issues: "all" },
                { id: `s${i}`, text: text(), signoff: [person] },
                { id: `t${i}`, text: text(), signoff: [person], signed: { by: person, on: "2026-02-20", note: text() } }] } })),
        issues: Array.from({ length: 14 }, (_, i) => ({ id: `A-${i}`, title: text() + i,
            milestone: `M${i % 3 + 1}`, owner: i % 4 ? person : undefined, effort_hours: 8 + i,
            summary: text(), tasks: [text()], done_when: [text()],
            depends_on: i > 1 ? [`A-${i - 2}`] : [],
            checks: i === 3 ? [{ table: "x", why: text(), waive: { until: "2026-03-10", by: person, reason: text() } }] : [] })),
    };
}

function large(n) {
    const milestones = Math.max(1, Math.ceil(n / 100));
    return {
        scope: "db", repository: "acme/data-pipeline", start_on: "2026-02-02",
        milestones: Array.from({ length: milestones }, (_, i) => ({ id: `M${i}`,
            title: kind === "cjk" ? `${i} ${cjk}` : `Milestone ${i}`,
            due_on: new Date(Date.UTC(2026, 2, 1 + 14 * i)).toISOString().slice(0, 10) })),
        issues: Array.from({ length: n }, (_, i) => ({ id: `A-${i}`,
            title: kind === "cjk" ? `${i} ${cjk}` : `Issue ${i} of a long list of things to do`,
            milestone: `M${Math.floor(i / 100)}`, effort_hours: 1 + i % 13, owner: i % 3 ? "octocat" : "hubot",
            depends_on: i % 2 ? [`A-${i - 1}`] : i % 100 === 0 && i ? [`A-${i - 50}`] : [] })),
    };
}

const plan = kind === "hostile" || kind === "harmless" ? small() : large(Number(count));
process.stdout.write(JSON.stringify(plan, null, 1) + "\n");
