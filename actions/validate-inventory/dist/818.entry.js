export const id = 818;
export const ids = [818];
export const modules = {

/***/ 3818:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  showPlan: () => (/* binding */ showPlan)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/deploy/outcome.js
/** How a run ended: the closed list, and what each means to a caller. */
/** The outcomes of a deploy. */
const OUTCOMES = [
    "unchanged",
    "deployed",
    "superseded",
    "postponed",
    "rolled-back",
    "rollback-failed",
    "refused",
    "interrupted",
    "unreachable",
    "failed",
];
/** Whether the tenant runs its release: nothing is left to do. */
function isSettled(outcome) {
    return outcome === "unchanged" || outcome === "deployed";
}
/** `3 deployed, 1 refused`, in the order they are met. */
function countOutcomes(outcomes) {
    const counts = Map.groupBy(outcomes, (outcome) => outcome);
    return [...counts].map(([outcome, list]) => `${list.length} ${outcome}`).join(", ");
}
/** 0: the tenant runs the release. 1: it does not, or nobody knows. (2 is kept for wrong calls.) */
function exitCode(outcome) {
    return isSettled(outcome) ? 0 : 1;
}

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/plan/pending.js
/** Changes that were merged earlier and do not run yet, from deployment records. Pure. */

/**
 * The tenants of `released` (fingerprint of the base's release by tenant; null where it has none) that records know
 * to run another one, by name. A tenant without a record is not among them: nothing is known of it.
 */
function pending(records, released) {
    const groups = Map.groupBy(records, ({ tenant }) => tenant);
    return [...released].sort(byName).flatMap(([tenant, fingerprint]) => {
        const [last, ...earlier] = (groups.get(tenant) ?? []).toSorted(latestFirst);
        if (last === undefined)
            return [];
        const good = [last, ...earlier].find(isGood);
        if (isGood(last) && last.release === fingerprint)
            return [];
        const { outcome, since, reason, run } = last;
        return [{ tenant, outcome, since, reason, run, runs: good?.commit ?? null }];
    });
}
/** Whether the hosts run the record's release. */
function isGood({ outcome }) {
    return isSettled(outcome);
}
/** Orders records, the latest first. */
function latestFirst(a, b) {
    return a.finished < b.finished ? 1 : -1;
}
function byName([a], [b]) {
    return a < b ? -1 : 1;
}

// EXTERNAL MODULE: ./node_modules/.cache/oml-build/src/inventory/tenant-file.js + 2 modules
var tenant_file = __webpack_require__(1405);
// EXTERNAL MODULE: ./node_modules/.cache/oml-build/src/release/env-file.js
var release_env_file = __webpack_require__(9056);
// EXTERNAL MODULE: ./node_modules/.cache/oml-build/src/release/fingerprint.js
var fingerprint = __webpack_require__(8418);
// EXTERNAL MODULE: ./node_modules/.cache/oml-build/src/components/catalogue.js + 18 modules
var catalogue = __webpack_require__(761);
// EXTERNAL MODULE: ./node_modules/.cache/oml-build/src/lock/lock.js
var lock_lock = __webpack_require__(811);
// EXTERNAL MODULE: ./node_modules/.cache/oml-build/src/release/render.js + 1 modules
var render = __webpack_require__(4231);
;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/release/sketch.js
/** A tenant's release as far as its images are locked: to be looked at, not to be deployed. Pure. */



/** Stands for a digest that nobody locked. */
const UNLOCKED_DIGEST = `sha256:${"0".repeat(64)}`;
/** The release of a tenant, whatever its lock lacks. */
function sketchRelease(tenant) {
    const { digests, unlocked } = lockedDigests(tenant);
    const zeros = unlocked.map((name) => [name, UNLOCKED_DIGEST]);
    return { release: (0,render.render)(tenant, new Map([...digests, ...zeros]), catalogue.catalogue), unlocked };
}
/** The digests a tenant's lock knows, and `image:tag` of what the tenant needs beside them. */
function lockedDigests(tenant) {
    const digests = tenant.lock === undefined ? new Map() : (0,lock_lock/* digestsOf */.nw)(tenant.lock);
    const unlocked = (0,render.imagesOf)(tenant, catalogue.catalogue)
        .map(lock_lock/* nameOf */.Vb)
        .filter((name) => !digests.has(name));
    return { digests, unlocked };
}

// EXTERNAL MODULE: ./node_modules/.cache/oml-build/src/release/text.js
var release_text = __webpack_require__(1463);
;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/plan/compare-component.js




const NOTHING = {
    environment: [],
    secrets: [],
    files: [],
    unit: false,
    certificates: false,
    checks: false,
};
/** The plan of a component that one of the two states has, or both. */
function compareComponent(before, after, terms) {
    if (after === undefined)
        return before && removed(before);
    return before === undefined ? installed(after) : compare(before, after, terms);
}
function removed({ name, impact, image, tag }) {
    const change = { from: imageOf({ image, tag }), to: null };
    const migrates = false;
    return { component: name, class: "removed", effect: "stop", image: change, ...NOTHING, impact, migrates };
}
function installed(after) {
    const { name, impact } = after;
    const image = { from: null, to: imageOf(after) };
    const migrates = mayMigrate(after);
    return { component: name, class: "install", effect: "install", image, ...NOTHING, impact, migrates };
}
function compare(before, after, terms) {
    const [from, to] = [imageOf(before), imageOf(after)];
    const isOther = isAnother(from, to);
    const found = {
        environment: compareEnvironment(before, after),
        secrets: readSecrets(after).filter((name) => terms.touched.has(name)),
        files: compareFiles(before, after),
        unit: hasOtherUnit(before, after),
        certificates: terms.readers.includes(after.name),
        checks: !isSame(checksOf(before), checksOf(after)),
    };
    const { environment, secrets, files, unit, certificates } = found;
    const isReconfigured = environment.length + secrets.length + files.length > 0 || unit || certificates;
    const isOlder = isOther && terms.isOlder(after.name, from.digest, to.digest);
    const isRenamed = from.tag !== to.tag;
    return {
        component: after.name,
        class: classOf(isOlder, isOther, isReconfigured || isRenamed || found.checks),
        effect: isOther || isReconfigured ? "restart" : "none",
        ...(isOther || isRenamed ? { image: { from, to } } : {}),
        ...found,
        impact: after.impact,
        migrates: isOther && mayMigrate(after),
    };
}
function classOf(isOlder, isOther, isReconfigured) {
    if (isOlder)
        return "rollback";
    if (isOther)
        return "upgrade";
    return isReconfigured ? "reconfigure" : "unchanged";
}
/** Digests tell, or the tags where nobody locked one. */
function isAnother(from, to) {
    if (from.image !== to.image || from.digest !== to.digest)
        return true;
    return to.digest === UNLOCKED_DIGEST && from.tag !== to.tag;
}
/** `docker.io/omnileads/nginx@sha256:…` and its tag, taken apart. */
function imageOf({ image, tag }) {
    const [name = "", digest = ""] = image.split("@");
    return { image: name, tag, digest };
}
/** A component whose start waits for migrations. */
function mayMigrate({ busy }) {
    return busy?.includes("migrate") ?? false;
}
function compareEnvironment(before, after) {
    const [old, wanted] = [variablesOf(before), variablesOf(after)];
    const names = [...new Set([...wanted.keys(), ...old.keys()])].sort();
    return names.flatMap((name) => {
        if (!old.has(name))
            return [{ name, how: "added" }];
        if (!wanted.has(name))
            return [{ name, how: "removed" }];
        return old.get(name) === wanted.get(name) ? [] : [{ name, how: "changed" }];
    });
}
function variablesOf({ files, env_file }) {
    const content = files.find(({ path }) => path === env_file)?.content ?? [];
    return (0,release_env_file/* parseEnvironment */.N)((0,release_text/* fillText */.BB)(content, (secret) => `\0${secret}\0`));
}
function readSecrets({ files }) {
    const slots = files.flatMap(({ content }) => content.flatMap((part) => (typeof part === "string" ? [] : [part.secret])));
    return [...new Set(slots)].sort();
}
/** Files beside the environment and the unit. */
function compareFiles(before, after) {
    const [old, wanted] = [otherFiles(before), otherFiles(after)];
    const paths = [...new Set([...old.keys(), ...wanted.keys()])].sort();
    return paths.filter((path) => !isSame(old.get(path), wanted.get(path)));
}
function otherFiles(component) {
    const others = component.files.filter(({ path }) => path !== component.env_file && path !== unitFile(component));
    return new Map(others.map((file) => [file.path, file]));
}
function unitFile({ unit }) {
    return `/etc/systemd/system/${unit}`;
}
/** Whether the unit differs in more than the image it runs. */
function hasOtherUnit(before, after) {
    return unitWithoutImage(before) !== unitWithoutImage(after);
}
function unitWithoutImage(component) {
    const file = component.files.find(({ path }) => path === unitFile(component));
    const text = (0,release_text/* fillText */.BB)(file?.content ?? [], () => "");
    return JSON.stringify([component.unit, file?.mode, text.replaceAll(component.image, "")]);
}
function checksOf(component) {
    const { probes, probe_timeout, before, after, seeds, volumes, busy, busy_timeout } = component;
    return [probes, probe_timeout, before, after, seeds, volumes, busy, busy_timeout];
}
/** Whether two values are the same data, whatever the order of their keys. */
function isSame(a, b) {
    return (0,fingerprint/* fingerprintOf */.a)([a]) === (0,fingerprint/* fingerprintOf */.a)([b]);
}

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/plan/history.js
/** What a tenant was before: tells a rollback from an upgrade. Pure. */
/** Nothing is known. */
const NO_HISTORY = { digests: new Map(), states: [] };
/** Whether a component ran `to` before it first ran `from`. What was never seen is newer. */
function isOlderImage(history, component, from, to) {
    return isOlder(history.digests.get(component) ?? [], from, to);
}
/** The commit at which the folder was as it is now, where that was before it first was `from`; else undefined. */
function commitOfReturn({ states }, from, to) {
    const names = states.map(({ state }) => state);
    return isOlder(names, from, to) ? states[names.lastIndexOf(to)]?.commit : undefined;
}
function isOlder(names, from, to) {
    const [first, second] = [names.indexOf(to), names.indexOf(from)];
    return first >= 0 && first < second;
}

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/plan/facts.js

/** Only the releases are known. */
const NO_FACTS = { history: NO_HISTORY, records: [] };

// EXTERNAL MODULE: ./node_modules/.cache/oml-build/src/inventory/fleet/facts.js
var fleet_facts = __webpack_require__(7187);
// EXTERNAL MODULE: ./node_modules/.cache/oml-build/src/inventory/yaml/document.js + 5 modules
var yaml_document = __webpack_require__(4473);
;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/deploy/safety.js
/** A tenant's data, kept safe before a deploy touches them: what asks for a backup set, and what is said of it. Pure. */



/** The application's image is run by these; it migrates the database. */
const APPLICATION = ["omnileads", "daphne", "cron"];
/** The components through which a deploy would touch data that are there; none: there are no data, or nothing does. */
function findRisky(desired, answers) {
    if (!answers.some(hasDatabase))
        return [];
    return changesOf(desired, answers)
        .filter(touchesData)
        .map(({ component }) => component);
}
/** A host that never finished a deploy has served nobody. A database that does not answer now is one all the same. */
function hasDatabase(answer) {
    const isThere = answer.marks.some(({ kind, marker, empty }) => kind === "database" && marker !== "absent" && empty !== true);
    return isThere && (answer.committed !== null || isTakenOver(answer));
}
function touchesData(change) {
    return isOfData(change) && change.effect !== "enable" && change.because.some(isOfRelease);
}
/** Whether a component holds a tenant's data or migrates them. */
function isOfData({ component, impact }) {
    return impact === "data" || APPLICATION.includes(component);
}
/** Asks for a set: last of all, when nothing else is in the way of the change. */
function safety_secure({ desired, answers, safety, safetySet }) {
    if (safety.kind !== "on" || safetySet !== null)
        return undefined;
    const components = findRisky(desired, answers);
    return components.length === 0 ? undefined : { kind: "secure", components, take: safety.take };
}
/** A change of data of which no set could be taken before. */
function refuseUnsafe({ desired, answers, safety }) {
    if (safety.kind !== "impossible")
        return undefined;
    const risky = findRisky(desired, answers);
    if (risky.length === 0)
        return undefined;
    const reason = `${risky.join(", ")} would be changed, and no backup set can be taken before`;
    return { host: "omnileads-app", reason, remedy: `${safety.reason}. ${OTHERWISE}` };
}
/** The set that an earlier run took before it opened the transaction that is gone on with; null: none. */
function takenBefore(answers) {
    return answers.map(({ journal }) => journal?.safety_set).find(Boolean) ?? null;
}
/** How to go on without a set. */
const OTHERWISE = "To do without a set, write safety_backup: off in tenant.yml.";
/** What every report says of a tenant that does without. */
function safetyNotices(kind) {
    if (kind !== "off")
        return [];
    return ["tenant.yml says safety_backup: off, so no backup set is taken before data are changed"];
}
/** How to get back what was there before a deploy that did not end well. */
function sayWayBack(tenant, set) {
    const time = timeOfSet(set);
    const moment = time === undefined ? "" : new Date(time).toISOString().slice(0, 16).replace("T", " at ");
    const when = moment === "" ? "before" : `on ${moment} UTC`;
    return `The data as they were ${when} are in the set ${set}: oml restore --tenant ${tenant} --set ${set}`;
}

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/plan/safety-note.js
/** Whether a change touches a tenant's data, and what is done before. Pure. */

/** A sentence on a plan that touches data which are there; undefined where it does not. */
function safetyNote(hosts, { backup, safety_backup: isTaken }) {
    const components = hosts.flatMap((host) => host.components);
    const risky = components.filter((plan) => plan.effect === "restart" && isOfData(plan));
    if (risky.length === 0)
        return undefined;
    const names = [...new Set(risky.map(({ component }) => component))].join(", ");
    if (!isTaken)
        return `No backup set is taken before ${names} change: tenant.yml says safety_backup: off.`;
    if (backup !== undefined)
        return `Before ${names} change, a backup set is taken and read back.`;
    return (`The deploy will be refused: before ${names} change, a backup set is taken, and tenant.yml has no block 'backup' ` +
        "that says where to. Give it one, or do without: safety_backup: off.");
}

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/plan/schema-ahead.js

/**
 * A sentence on a plan whose migrating component goes back; undefined where none does, or where the schema is known
 * to be the same. `records` are the tenant's own; `allowed` is the schema that `tenant.yml` allows older code to meet.
 */
function schemaNote(hosts, records, allowed) {
    const older = hosts
        .flatMap(({ components }) => components)
        .find((component) => component.class === "rollback" && component.migrates);
    if (older === undefined)
        return undefined;
    const known = records
        .filter((record) => isGood(record) && record.schema !== undefined)
        .toSorted(latestFirst);
    const present = known[0]?.schema;
    const digest = older.image?.to?.digest;
    const former = known.find(({ images }) => images?.[older.component] === digest)?.schema;
    if (present === undefined || former === undefined)
        return unknown(older.component);
    if (present === former)
        return undefined;
    if (present === allowed) {
        return `${older.component} goes back while the database stays ahead of it; tenant.yml allows that (${present}).`;
    }
    return (`The deploy will be refused: ${older.component} goes back, and since that release ran the database was migrated. ` +
        "Restore a backup of that release's time; or, where the older code works on the newer schema, " +
        `have 'allow-schema-ahead: ${present}' in tenant.yml reviewed here.`);
}
function unknown(component) {
    return `${component} goes back: if the database was migrated since that release ran, the deploy will be refused. No record tells.`;
}

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/plan/notes.js
/** What a plan has to say in sentences. Pure. */







/** The sentences on a plan. */
function notesOf(plan, base, head, facts) {
    const { tenant } = plan;
    if (head === undefined) {
        return [
            `No host is touched: those of ${tenant} keep running what they run, and nothing deploys to them.`,
        ];
    }
    return [
        ...(plan.class === "unchanged" ? [] : lockNotes(tenant, head, base)),
        ...(base === undefined ? arrivalNotes(tenant, plan, facts) : changeNotes(base, head, facts)),
        ...dataNotes(plan, head, facts),
        ...removalNotes(plan),
    ];
}
function dataNotes({ hosts }, { sources }, { records }) {
    const file = (0,tenant_file/* readTenantFile */.J)(sources.tenantFile).value;
    const notes = [schemaNote(hosts, records, file["allow-schema-ahead"]), safetyNote(hosts, file)];
    return notes.filter((note) => note !== undefined);
}
function lockNotes(tenant, { unlocked }, base) {
    if (unlocked.length === 0)
        return base?.unlocked.length ? [FIRST_LOCK] : [];
    const list = unlocked.length > 3 ? `${unlocked.length} images` : unlocked.join(", ");
    const remedy = `Type: npx oml lock --tenant ${tenant}`;
    return [`The lock has no digest for ${list}, so a deploy would be refused. ${remedy}`];
}
const FIRST_LOCK = "These are the first digests that are locked for some images: whether they are what runs already, only the hosts know.";
function arrivalNotes(tenant, plan, { renamedFrom }) {
    if (renamedFrom !== undefined) {
        return [
            `Its hosts are those of ${renamedFrom}, which this change removes. They bear that name, so a deploy of ${tenant} will be refused.`,
        ];
    }
    if (plan.class === "adopt") {
        return ["Deployment records say that its hosts run it already: they are taken over with their data."];
    }
    return ["Hosts that already run OMniLeads are adopted: taken over with their data. Others are installed."];
}
function changeNotes(base, head, facts) {
    const { states, history } = facts;
    const commit = states && commitOfReturn(history, states.base, states.head);
    return [
        ...(commit === undefined ? [] : [`The tenant's folder is again what it was at ${commit.slice(0, 12)}.`]),
        ...addressNotes(base.sources, head.sources),
        ...termNotes(base.sources, head.sources),
    ];
}
/** The address, the port and the user of each host. */
function addressNotes(base, head) {
    const before = new Map((0,fleet_facts/* viewsOf */.W)((0,yaml_document/* readDocument */.u)(base.inventory).value).map((view) => [view.host, view.texts]));
    return (0,fleet_facts/* viewsOf */.W)((0,yaml_document/* readDocument */.u)(head.inventory).value).flatMap(({ host, texts }) => {
        const old = before.get(host);
        const isOther = (name) => old?.get(name) !== texts.get(name);
        if (isOther("ansible_host")) {
            return [
                `${host} is reached at another address. If another machine answers there, it is installed anew and the earlier one keeps running.`,
            ];
        }
        return isOther("ansible_ssh_port") || isOther("ansible_user")
            ? [`${host} is reached by another port or user.`]
            : [];
    });
}
function termNotes(base, head) {
    const [before, after] = [base, head].map(({ tenantFile }) => (0,tenant_file/* readTenantFile */.J)(tenantFile).value);
    const names = Object.keys(after ?? {}).filter((name) => name !== "images");
    const changed = names.filter((name) => !isSame(before?.[name], after?.[name]));
    return changed.length === 0 ? [] : [`tenant.yml changes how it is deployed: ${changed.join(", ")}.`];
}
function removalNotes({ hosts }) {
    const leaving = hosts.flatMap(({ components }) => components.filter(({ effect }) => effect === "stop").map(({ component }) => component));
    if (leaving.length === 0)
        return [];
    const list = [...new Set(leaving)].join(", ");
    return [`Stopped and disabled, with their volumes left in place: ${list}.`];
}

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/plan/tenant-plan.js
/** What people notice, the worst first. */
const IMPACTS = ["calls", "data", "migrations", "web", "none"];

// EXTERNAL MODULE: ./node_modules/.cache/oml-build/src/inventory/checks/secret-names.js
var secret_names = __webpack_require__(1048);
// EXTERNAL MODULE: ./node_modules/.cache/oml-build/src/inventory/secrets.js
var secrets = __webpack_require__(8298);
;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/plan/touched.js
/** Which secrets a change touches. Judged on what stands in the files: a plan has no vault password. Pure. */




/**
 * The names of the slots whose secret is written otherwise in `head`. A vault that was only re-keyed counts too:
 * nobody can tell without its password. No value leaves this function.
 */
function touchedSecrets(base, head) {
    const [before, after] = [writtenSecrets(base), writtenSecrets(head)];
    const names = new Set([...before.keys(), ...after.keys()]);
    return new Set([...names].filter((name) => before.get(name) !== after.get(name)).sort());
}
function writtenSecrets(sources) {
    const { inventory, key } = sources;
    const document = (0,yaml_document/* readDocument */.u)(inventory);
    const written = new Map();
    for (const view of (0,fleet_facts/* viewsOf */.W)(document.value)) {
        for (const name of view.given) {
            if (!secret_names/* SECRET_NAMES */.A.has(name))
                continue;
            const clear = view.secrets.get(name);
            const text = clear ?? sealedText(inventory.text, document.valueAt(view.pathOf(name)));
            written.set(name, `${written.get(name) ?? ""}\0${clear === undefined ? "sealed" : "clear"} ${text}`);
        }
    }
    return key === undefined ? written : written.set(secrets/* CERTIFICATE_KEY */.as, key.text);
}
/** A vaulted value without its indentation. What stands elsewhere, behind an alias, is the whole file. */
function sealedText(text, { line, column, endLine, endColumn }) {
    const lines = text.split("\n").slice(line - 1, endLine);
    const last = lines.length - 1;
    const cut = lines.map((content, index) => content.slice(index === 0 ? column - 1 : 0, index === last ? endColumn - 1 : undefined));
    const value = cut.map((content) => content.trim()).join("\n");
    return value.startsWith("*") ? text : value;
}

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/plan/plan-tenant.js
/** The plan of a tenant: what the difference between two releases does to its hosts. Pure. */








/** The plan from one release to another; undefined stands for a tenant that is not there. One of them must be. */
function planTenant(base, head, facts = NO_FACTS) {
    const touched = base && head ? touchedSecrets(base.sources, head.sources) : new Set();
    const hosts = ["app", "voice"].map((role) => {
        const [before, after] = [base?.release[role], head?.release[role]];
        const preparation = head !== undefined && base?.prepared !== head.prepared;
        return planHost(before, after, { touched, preparation, history: facts.history });
    });
    const name = head?.sources.name ?? base?.sources.name;
    if (name === undefined)
        throw new Error("a plan needs a release");
    const kind = plan_tenant_classOf(base, head, hosts, facts);
    const plan = {
        tenant: name,
        class: kind,
        from: fingerprintOf(base),
        to: fingerprintOf(head),
        hosts: kind === "removed" ? [] : hosts,
        impacts: kind === "removed" ? ["none"] : impactsOf(hosts, kind),
    };
    return { ...plan, notes: notesOf(plan, base, head, facts) };
}
/** A release with an image that nobody locked is none that could be deployed. */
function fingerprintOf(planned) {
    return planned === undefined || planned.unlocked.length > 0 ? null : planned.release.fingerprint;
}
function planHost(before, after, { touched, preparation, history }) {
    const certificates = before !== undefined && after !== undefined && hasOther(before, after, touched);
    const terms = {
        touched,
        readers: certificates ? (after.certificates?.readers ?? []) : [],
        isOlder: (name, from, to) => isOlderImage(history, name, from, to),
    };
    const [old, wanted] = [plan_tenant_byName(before), plan_tenant_byName(after)];
    const names = [...new Set([...wanted.keys(), ...old.keys()])];
    const all = names.flatMap((name) => compareComponent(old.get(name), wanted.get(name), terms) ?? []);
    const changed = all.filter((component) => component.class !== "unchanged");
    const unchanged = all.filter((component) => component.class === "unchanged").map((same) => same.component);
    const host = after?.host ?? before?.host ?? "omnileads-app";
    return { host, preparation, certificates, components: changed, unchanged };
}
function plan_tenant_byName(state) {
    return new Map((state?.components ?? []).map((component) => [component.name, component]));
}
/** Whether the host's certificate changes: its files, the names it is made for, or its touched key. */
function hasOther({ certificates: before }, { certificates: after }, touched) {
    if (before === null || after === null)
        return false;
    const slots = after.files.flatMap(({ content }) => content).filter((part) => typeof part !== "string");
    const isTouched = slots.some(({ secret }) => touched.has(secret));
    return isTouched || !isSame([before.files, before.selfsigned], [after.files, after.selfsigned]);
}
function plan_tenant_classOf(base, head, hosts, { history, states, records }) {
    if (head === undefined)
        return "removed";
    if (base === undefined)
        return records.some(isGood) ? "adopt" : "install";
    if (isUnchanged(base, head, hosts))
        return "unchanged";
    const classes = new Set(hosts.flatMap(({ components }) => components.map((component) => component.class)));
    const returned = states && commitOfReturn(history, states.base, states.head);
    if (classes.has("rollback") || returned !== undefined)
        return "rollback";
    return classes.has("upgrade") ? "upgrade" : "reconfigure";
}
function isUnchanged(base, head, hosts) {
    const isQuiet = hosts.every(({ preparation, certificates, components }) => !preparation && !certificates && components.length === 0);
    return (isQuiet && base.release.fingerprint === head.release.fingerprint && isSame(termsOf(base), termsOf(head)));
}
/** What `tenant.yml` says of how the tenant is deployed; it changes no release. */
function termsOf({ sources }) {
    return (0,tenant_file/* readTenantFile */.J)(sources.tenantFile).value;
}
function impactsOf(hosts, kind) {
    if (kind === "install")
        return ["none"];
    const touched = hosts.flatMap(({ components }) => components.filter(({ effect }) => effect !== "none"));
    const found = new Set(touched.flatMap(impactsOfComponent));
    return found.size === 0 ? ["none"] : IMPACTS.filter((impact) => found.has(impact));
}
/** A component that comes anew interrupts nobody; one that leaves ends what it carried. */
function impactsOfComponent({ effect, impact, migrates }) {
    const own = effect === "install" || impact === "none" ? [] : [impact];
    return migrates ? [...own, "migrations"] : own;
}

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/plan/renamed.js
/** Finds the tenant that a new one's hosts belonged to. Pure. */


/** The name of the first of the `removed` tenants that has a host of `added`'s, by address and port. */
function findRenamed(removed, added) {
    if (removed.length === 0)
        return undefined;
    const own = new Set(addressesOf(added));
    return removed.find((sources) => addressesOf(sources).some((address) => own.has(address)))?.name;
}
function addressesOf({ inventory }) {
    const facts = (0,fleet_facts/* factsOf */.x)((0,fleet_facts/* viewsOf */.W)((0,yaml_document/* readDocument */.u)(inventory).value));
    return facts.flatMap(({ kind, key }) => (kind === "address" ? [key] : []));
}

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/plan/states.js
/** From git's listings to each tenant's earlier states. Pure. */

/** One name for the whole content of a folder. */
function stateOf(files) {
    return (0,fingerprint/* fingerprintOf */.a)(Object.fromEntries(files));
}
/**
 * The states of one tenant's folder, the oldest first: `present` is the last of them. Going back, each change is undone.
 * `changes` are the newest first, their paths within the folder.
 */
function statesBefore(present, changes) {
    const states = [];
    const files = new Map(present);
    for (const change of changes) {
        states.push({ commit: change.commit, files: new Map(files) });
        for (const { path, before } of change.files) {
            if (before === null)
                files.delete(path);
            else
                files.set(path, before);
        }
    }
    return states.reverse();
}
/** Reads `git log --raw -z --no-abbrev --no-renames --format=%x00%H`. */
function parseRawLog(output) {
    const changes = [];
    const tokens = output.split("\0");
    for (let at = 0; at < tokens.length; at += 1) {
        const token = (tokens[at] ?? "").trim();
        const raw = /^:\d+ \d+ ([0-9a-f]+) ([0-9a-f]+) [A-Z]/.exec(token);
        if (raw !== null) {
            const [, before = "", after = ""] = raw;
            changes
                .at(-1)
                ?.files.push({ path: tokens[at + 1] ?? "", before: nameOf(before), after: nameOf(after) });
            at += 1;
        }
        else if (/^[0-9a-f]{40,64}$/.test(token))
            changes.push({ commit: token, files: [] });
    }
    return changes;
}
function nameOf(hash) {
    return /^0+$/.test(hash) ? null : hash;
}
/** The changes under `folder` (ending with a slash) alone, by paths within it. */
function changesUnder(changes, folder) {
    return changes.flatMap(({ commit, files }) => {
        const own = files.filter(({ path }) => path.startsWith(folder));
        const within = own.map((file) => ({ ...file, path: file.path.slice(folder.length) }));
        return within.length === 0 ? [] : [{ commit, files: within }];
    });
}

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./node_modules/.cache/oml-build/src/files/git.js
var git = __webpack_require__(9188);
;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/files/git-objects.js
/** Reads commits without touching the checkout: listings, contents, and a copy of files in a private folder. */





/** Bytes of all contents that are read at once. */
const LARGEST_BATCH = 512 * 1024 * 1024;
/** The commit a revision names, or undefined. */
function commitOf(directory, revision) {
    if (revision === "" || revision.startsWith("-") || /[\u0000-\u0020\u007f]/.test(revision))
        return undefined;
    const words = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`];
    const end = (0,git/* runGit */.EO)(directory, words);
    return end?.status === 0 ? end.stdout.trim() : undefined;
}
/** Files of a commit under some paths, seen from the repository's top; links are left out. Throws git's sentence. */
function listCommit(top, commit, paths) {
    const output = git_objects_git(top, ["ls-tree", "-r", "-z", "--full-tree", commit, "--", ...paths]);
    const entries = output.split("\0").flatMap((line) => {
        const found = /^(100\d{3}) blob ([0-9a-f]+)\t(.+)$/s.exec(line);
        return found === null ? [] : [[found[3] ?? "", found[2] ?? ""]];
    });
    return new Map(entries);
}
/** The same of the work tree: files git tracks, and new ones it does not ignore. `like` is any name git gave a content. */
function listWorkTree(top, paths, like) {
    const words = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", ...paths];
    const names = [...new Set(git_objects_git(top, words).split("\0"))].filter((name) => name !== "").sort();
    return new Map(names.flatMap((name) => {
        const stat = (0,external_node_fs_.lstatSync)((0,external_node_path_.join)(top, name), { throwIfNoEntry: false });
        if (!stat?.isFile())
            return [];
        return [[name, blobName((0,external_node_fs_.readFileSync)((0,external_node_path_.join)(top, name)), like)]];
    }));
}
/** Git's name for a content, with the hash that `like` was made with. */
function blobName(content, like) {
    const hash = (0,external_node_crypto_.createHash)(like.length > 40 ? "sha256" : "sha1");
    return hash.update(`blob ${content.length}\0`).update(content).digest("hex");
}
/** Contents by git's names for them. Throws git's sentence. */
function readContents(top, names) {
    const wanted = [...new Set(names)];
    if (wanted.length === 0)
        return new Map();
    const { error, status, stdout } = (0,external_node_child_process_.spawnSync)("git", (0,git/* gitArguments */.D5)(top, ["cat-file", "--batch"]), {
        input: `${wanted.join("\n")}\n`,
        maxBuffer: LARGEST_BATCH,
        env: (0,git/* gitEnvironment */._K)(),
    });
    if (error !== undefined || status !== 0)
        throw new Error("git cannot read the contents of a commit");
    return parseBatch(stdout);
}
/** `<name> blob <size>\n<content>\n`, again and again; a missing one has no content. */
function parseBatch(output) {
    const contents = new Map();
    for (let at = 0; at < output.length;) {
        const end = output.indexOf("\n", at);
        const [name = "", , size] = output.toString("latin1", at, end).split(" ");
        at = end + 1;
        if (size === undefined)
            continue;
        contents.set(name, output.subarray(at, at + Number(size)));
        at += Number(size) + 1;
    }
    return contents;
}
/** Writes files of a listing into a folder, for this user alone. Paths lead nowhere else: git refuses those that do. */
function writeListing(top, listing, folder) {
    const contents = readContents(top, listing.values());
    for (const [path, name] of listing) {
        const content = contents.get(name);
        if (content === undefined || path.split("/").includes(".."))
            continue;
        (0,external_node_fs_.mkdirSync)((0,external_node_path_.dirname)((0,external_node_path_.join)(folder, path)), { recursive: true, mode: 0o700 });
        (0,external_node_fs_.writeFileSync)((0,external_node_path_.join)(folder, path), content, { mode: 0o600 });
    }
}
/** Git's answer; throws its first line. */
function git_objects_git(directory, args) {
    const end = (0,git/* runGit */.EO)(directory, args);
    if (end?.status === 0)
        return end.stdout;
    throw new Error(end?.stderr.trim().split("\n")[0] ?? "git cannot be started");
}

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/files/base-commit.js
/** Finds the commit a plan compares with. */


/** The revision that was named, else where the branch left the default branch, else the last commit. */
function findBase(directory, revision) {
    if (revision !== undefined) {
        const commit = commitOf(directory, revision);
        if (commit !== undefined)
            return { ok: true, commit, why: `which is ${revision}` };
        const remedy = "Fetch it first (actions/checkout with fetch-depth: 0), or name another one.";
        return { ok: false, message: `git knows no commit '${revision}'. ${remedy}` };
    }
    const head = commitOf(directory, "HEAD");
    if (head === undefined) {
        const message = `${directory} is in no git repository with a commit, so there is nothing to compare with.`;
        return { ok: false, message };
    }
    const branch = defaultBranch(directory);
    const left = branch && (0,git/* runGit */.EO)(directory, ["merge-base", branch, head])?.stdout.trim();
    if (!left || left === head)
        return { ok: true, commit: head, why: "the last commit, as the branch has none of its own" };
    return { ok: true, commit: left, why: `where the branch left ${branch}` };
}
/** The remote's default branch, or the one that is usually called so. */
function defaultBranch(directory) {
    const head = (0,git/* runGit */.EO)(directory, ["symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"]);
    const named = head?.status === 0 ? [head.stdout.trim()] : [];
    const usual = ["origin/main", "origin/master", "main", "master"];
    return [...named, ...usual].find((name) => commitOf(directory, name) !== undefined);
}
/**
 * The base of the merge that a pull request's run has checked out: the tip of its branch, which may be newer than the
 * one the event names. `head` is the pull request's own commit.
 */
function mergedBase(directory, head) {
    return commitOf(directory, "HEAD^2") === head ? commitOf(directory, "HEAD^1") : undefined;
}
/** When a commit was made. */
function timeOf(directory, commit) {
    return new Date(git_objects_git(directory, ["show", "--no-patch", "--no-notes", "--format=%cI", commit]).trim());
}

// EXTERNAL MODULE: ./node_modules/.cache/oml-build/src/files/fleet-folder.js
var fleet_folder = __webpack_require__(6373);
;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/cli/preparation.js
/** The fingerprint of what host preparation would do. */



/** SHA-256 over `prepare.yml`, the roles and the parameters: 64 hex digits. Equal: the hosts need no preparation. */
function preparationFingerprint(root, parameters) {
    const playbooks = (0,external_node_path_.join)(root, "playbooks");
    const digest = (0,external_node_crypto_.createHash)("sha256");
    const entry = (name, content) => {
        digest.update(`${name}\0${String(content.length)}\0`).update(content);
    };
    entry("parameters", JSON.stringify(Object.entries(parameters).sort()));
    for (const file of ["prepare.yml", ...filesUnder(playbooks, "roles")]) {
        if ((0,external_node_fs_.existsSync)((0,external_node_path_.join)(playbooks, file)))
            entry(file, (0,external_node_fs_.readFileSync)((0,external_node_path_.join)(playbooks, file)));
    }
    return digest.digest("hex");
}
function filesUnder(playbooks, folder) {
    const base = (0,external_node_path_.join)(playbooks, folder);
    if (!(0,external_node_fs_.existsSync)(base))
        return [];
    return (0,external_node_fs_.readdirSync)(base, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !entry.parentPath.includes("__pycache__"))
        .map((entry) => (0,external_node_path_.relative)(playbooks, (0,external_node_path_.join)(entry.parentPath, entry.name)))
        .sort();
}

// EXTERNAL MODULE: ./node_modules/.cache/oml-build/src/inventory/read-tenant.js + 9 modules
var read_tenant = __webpack_require__(4803);
;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/plan/planned.js
/** A tenant at one moment of its fleet's history, as a plan compares it. Pure. */


/** Renders a tenant without its secrets; undefined where its files have an error. */
function renderTenant(sources, { preparedFor, now }) {
    const result = (0,read_tenant/* readTenant */.R)(sources, undefined, now);
    if (!result.ok)
        return undefined;
    const { tenant } = result;
    const { release, unlocked } = sketchRelease(tenant);
    return { release, prepared: preparedFor(tenant.settings.TZ), unlocked: unlocked.toSorted() };
}

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/files/rendered-folder.js
/** Renders the tenants of a folder, in this process: what the render bundle prints, and a plan's own side. */


/** Renders every tenant without its secrets. */
function renderFolder({ tenants, root, now }) {
    const prepared = new Map();
    const preparedFor = (timeZone) => {
        const known = prepared.get(timeZone) ?? preparationFingerprint(root, { timeZone });
        prepared.set(timeZone, known);
        return known;
    };
    const rendered = tenants.map((sources) => {
        return [sources.name, renderTenant(sources, { preparedFor, now }) ?? null];
    });
    return { format: 1, tenants: Object.fromEntries(rendered) };
}

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/files/root.js
/** Where the toolkit's own files are: its playbooks, its requirements, its examples. */


/**
 * The toolkit's folder: the nearest one above this module that has its playbooks. A bundled action finds those beside
 * itself, wherever the runner put it and whatever is checked out. Throws where there are none.
 */
const ROOT = rootAbove(import.meta.dirname);
/** The nearest folder, from `start` upward, that has the playbooks. */
function rootAbove(start) {
    for (let folder = start;; folder = (0,external_node_path_.dirname)(folder)) {
        if ((0,external_node_fs_.existsSync)((0,external_node_path_.join)(folder, "playbooks", "ansible.cfg")))
            return folder;
        if (folder === (0,external_node_path_.dirname)(folder))
            throw new Error(`no folder above ${start} has the toolkit's playbooks`);
    }
}

// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(2857);
;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/files/render-child.js
/** Renders tenants with another commit's code: its render bundle, in a process of its own that inherits nothing. */


/** Milliseconds the bundle may take. */
const PATIENCE = 120_000;
const LARGEST_ANSWER = 512 * 1024 * 1024;
const answerSchema = schemas/* object */.Ikc({ format: schemas/* literal */.euz(1), tenants: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* unknown */.L5J()) });
/** What the bundle answers; undefined where it cannot be run or speaks another format. */
function renderInChild(bundle, request) {
    const { error, status, stdout } = (0,external_node_child_process_.spawnSync)(process.execPath, [bundle], {
        cwd: request.root,
        env: { PATH: "/usr/bin:/bin", LC_ALL: "C.UTF-8", TZ: "UTC" },
        input: JSON.stringify(request),
        encoding: "utf8",
        maxBuffer: LARGEST_ANSWER,
        timeout: PATIENCE,
    });
    if (error !== undefined || status !== 0)
        return undefined;
    try {
        const result = answerSchema.safeParse(JSON.parse(stdout));
        // A release's own form is the renderer's: one that lacks a field compares as a change of it.
        return result.success ? result.data : undefined;
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/files/toolkit-change.js
/** The committed bundle that renders a folder of tenants, from the repository's top. */
const RENDER_BUNDLE = "actions/validate-inventory/dist/render.js";
/**
 * Each part with its paths: what a plan names where a merge changes it, so only what changes a release or its
 * hosts. What changes a release is the renderer; what changes a host's preparation, the playbooks.
 */
const PARTS = [
    ["the renderer", [RENDER_BUNDLE]],
    ["its sources", ["src", "package-lock.json"]],
    ["playbooks and the hosts' program", ["playbooks"]],
    ["Ansible's packages", ["requirements.txt"]],
];
/** Every path that belongs to a part. */
const TOOLKIT_PATHS = PARTS.flatMap(([, paths]) => paths);
/** The parts that differ between two listings. */
function toolkitChange(base, head) {
    const changed = [...new Set([...base.keys(), ...head.keys()])].filter((path) => base.get(path) !== head.get(path));
    return PARTS.flatMap(([part, paths]) => changed.some((file) => paths.some((path) => file === path || file.startsWith(`${path}/`))) ? [part] : []);
}

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/files/snapshots.js
/** Tenants as they were at a commit, rendered with that commit's own code where the toolkit is part of the change. */







/** The named tenants at a commit. Throws git's sentence. */
function takeSnapshot({ top, prefix, folder, root, hasToolkit }, commit, names, now) {
    const copy = (0,external_node_fs_.mkdtempSync)((0,external_node_path_.join)(folder, "at-"));
    const toolkit = hasToolkit ? ["playbooks", RENDER_BUNDLE] : [];
    const paths = [...names.map((name) => `${prefix}${name}`), ...toolkit];
    if (paths.length > 0)
        writeListing(top, listCommit(top, commit, paths), copy);
    const instances = (0,external_node_path_.join)(copy, prefix);
    (0,external_node_fs_.mkdirSync)(instances, { recursive: true });
    const tenants = (0,fleet_folder/* readFleetFolder */.h)(instances, prefix).tenants.filter(({ name }) => names.includes(name));
    const own = hasToolkit && names.length > 0 ? renderWithOwnCode(copy, instances, now) : undefined;
    return sideOf(tenants, own ?? renderFolder({ tenants, root: hasToolkit ? copy : root, now }), own !== undefined || !hasToolkit);
}
function renderWithOwnCode(copy, instances, now) {
    const bundle = (0,external_node_path_.join)(copy, RENDER_BUNDLE);
    if (!(0,external_node_fs_.existsSync)(bundle))
        return undefined;
    (0,external_node_fs_.writeFileSync)((0,external_node_path_.join)(bundle, "..", "package.json"), `{"type":"module"}\n`, { mode: 0o600 });
    return renderInChild(bundle, { instances, root: copy, now: now.toISOString() });
}
/** Sources beside what was made of them. */
function sideOf(sources, { tenants }, isOwnCode) {
    const made = new Map(Object.entries(tenants));
    const readable = sources.flatMap((source) => {
        const rendered = made.get(source.name);
        return rendered ? [[source.name, { sources: source, ...rendered }]] : [];
    });
    const planned = new Map(readable);
    const unreadable = sources.map(({ name }) => name).filter((name) => !planned.has(name));
    return { tenants: planned, unreadable, isOwnCode };
}

// EXTERNAL MODULE: ./node_modules/.cache/oml-build/src/lock/read-lock.js + 1 modules
var read_lock = __webpack_require__(8102);
;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/files/tenant-histories.js
/** Reads what tenants were before, from the branch's own line of history. */





/** Commits that are looked back upon. */
const MOST_COMMITS = 1000;
/** A fleet's listing as one of each tenant's folder, by paths within it. */
function byTenant(listing, prefix) {
    const folders = new Map();
    for (const [path, name] of listing) {
        const [tenant = "", ...rest] = path.startsWith(prefix) ? path.slice(prefix.length).split("/") : [];
        if (rest.length === 0)
            continue;
        const folder = folders.get(tenant) ?? new Map();
        folders.set(tenant, folder.set(rest.join("/"), name));
    }
    return new Map([...folders].filter(([, files]) => files.has("inventory.yml")));
}
/** The histories of some tenants up to a commit: one look at git for all of them. Throws git's sentence. */
function readHistories({ top, commit, prefix, folders }, names) {
    if (names.length === 0)
        return () => NO_HISTORY;
    const words = ["log", "--first-parent", "-m", "--raw", "-z", "--no-abbrev", "--no-renames", "--no-notes"];
    const range = ["--format=%x00%H", `--max-count=${MOST_COMMITS}`, commit, "--"];
    const output = git_objects_git(top, [...words, ...range, ...names.map((name) => `${prefix}${name}`)]);
    const changes = parseRawLog(output);
    const states = new Map(names.map((name) => [
        name,
        statesBefore(folders.get(name) ?? new Map(), changesUnder(changes, `${prefix}${name}/`)),
    ]));
    const locks = [...states.values()].flat().flatMap(({ files }) => files.get(lock_lock/* LOCK_FILE */.FI) ?? []);
    const contents = readContents(top, locks);
    return (name) => historyOf(name, states.get(name) ?? [], contents);
}
function historyOf(tenant, states, contents) {
    const digests = new Map();
    for (const { files } of states) {
        const text = contents.get(files.get(lock_lock/* LOCK_FILE */.FI) ?? "")?.toString("utf8");
        const { lock } = (0,read_lock/* readLock */.m)(text === undefined ? undefined : { path: lock_lock/* LOCK_FILE */.FI, text }, tenant);
        for (const [component, [image]] of Object.entries(lock?.components ?? {})) {
            if (image !== undefined)
                digests.set(component, [...(digests.get(component) ?? []), image.digest]);
        }
    }
    return { digests, states: states.map(({ commit, files }) => ({ commit, state: stateOf(files) })) };
}

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/files/plan-fleet.js
/** Plans a change of a fleet from its files and git: what `oml plan` and the action share. No host, no secret, no network. */















/** Plans the work tree against its base. What it copies of the base is private, and removed at the end. */
function planFleet(order) {
    const found = findBase(order.directory, order.base);
    if (!found.ok)
        return found;
    const { commit, why } = found;
    const folder = (0,external_node_fs_.mkdtempSync)((0,external_node_path_.join)((0,external_node_fs_.realpathSync)(process.env["RUNNER_TEMP"] || (0,external_node_os_.tmpdir)()), "oml-plan-"));
    try {
        const place = placeOf(order, folder);
        return { ok: true, plan: planAgainst(order, place, { commit, why: order.why ?? why }) };
    }
    catch (error) {
        const cause = error instanceof Error ? error.message : String(error);
        return { ok: false, message: `Nothing was planned against ${commit.slice(0, 12)}: ${cause}.` };
    }
    finally {
        (0,external_node_fs_.rmSync)(folder, { recursive: true, force: true });
    }
}
function placeOf({ directory, root = ROOT }, folder) {
    const top = git_objects_git(directory, ["rev-parse", "--show-toplevel"]).trim();
    const prefix = git_objects_git(directory, ["rev-parse", "--show-prefix"]).trim();
    return { top, prefix, folder, root, hasToolkit: (0,external_node_fs_.realpathSync)(top) === (0,external_node_fs_.realpathSync)(root) };
}
function planAgainst(order, place, base) {
    const { records = [], only } = order;
    const { parts, folders } = plan_fleet_compareFiles(place, base.commit);
    const wanted = wantedTenants(only, folders, parts.length > 0 || records.length > 0);
    const before = takeSnapshot({ ...place, hasToolkit: parts.length > 0 }, base.commit, wanted, timeOf(place.top, base.commit));
    const after = headSide(order, wanted);
    const broken = new Set(after.unreadable);
    const names = wanted.filter((name) => !broken.has(name) && (before.tenants.has(name) || after.tenants.has(name)));
    const factsOf = readFacts(place, base.commit, folders, { before, after, records });
    const all = new Set([...folders.base.keys(), ...folders.head.keys()]);
    return {
        format: 1,
        base,
        toolkit: { parts, ownCode: before.isOwnCode },
        tenants: names.map((name) => planTenant(before.tenants.get(name), after.tenants.get(name), factsOf(name))),
        same: only === undefined ? all.size - wanted.length : 0,
        pending: planPending(order, place, before, after),
        unreadable: after.unreadable,
        unreadableBefore: before.unreadable.filter((name) => after.tenants.has(name)),
    };
}
function plan_fleet_compareFiles({ top, prefix, hasToolkit }, commit) {
    const paths = [prefix === "" ? "." : prefix, ...(hasToolkit ? TOOLKIT_PATHS : [])];
    const [base, head] = [listCommit(top, commit, paths), listWorkTree(top, paths, commit)];
    const folders = { base: byTenant(base, prefix), head: byTenant(head, prefix) };
    return { parts: hasToolkit ? toolkitChange(base, head) : [], folders };
}
/** Tenants that may differ, by name: all where the toolkit does. Git only narrows what is rendered. */
function wantedTenants(only, { base, head }, all) {
    if (only !== undefined)
        return [only];
    const isSame = (name) => {
        const [old, present] = [base.get(name), head.get(name)];
        return old !== undefined && present !== undefined && stateOf(old) === stateOf(present);
    };
    return [...new Set([...base.keys(), ...head.keys()])].filter((name) => all || !isSame(name)).sort();
}
function headSide({ directory, now, root = ROOT }, wanted) {
    const tenants = (0,fleet_folder/* readFleetFolder */.h)(directory, "").tenants.filter(({ name }) => wanted.includes(name));
    return sideOf(tenants, renderFolder({ tenants, root, now }), true);
}
function readFacts({ top, prefix }, commit, folders, { before, after, records }) {
    const changed = [...after.tenants.keys()].filter((name) => folders.base.has(name));
    const historyOf = readHistories({ top, commit, prefix, folders: folders.base }, changed);
    const gone = [...before.tenants.values()].filter(({ sources }) => !folders.head.has(sources.name));
    return (name) => {
        const [old, present, added] = [folders.base.get(name), folders.head.get(name), after.tenants.get(name)];
        const removed = gone.map(({ sources }) => sources);
        const renamedFrom = old === undefined && added ? findRenamed(removed, added.sources) : undefined;
        return {
            history: historyOf(name),
            ...(old && present ? { states: { base: stateOf(old), head: stateOf(present) } } : {}),
            records: records.filter(({ tenant }) => tenant === name),
            ...(renamedFrom === undefined ? {} : { renamedFrom }),
        };
    };
}
/** Tenants whose hosts run something else than the base says, each planned from that. */
function planPending({ records = [] }, place, before, after) {
    const released = new Map([...before.tenants].map(([name, { release, unlocked }]) => [
        name,
        unlocked.length > 0 ? null : release.fingerprint,
    ]));
    const groups = Map.groupBy(pending(records, released), ({ runs }) => runs);
    return [...groups].flatMap(([runs, group]) => {
        const commit = runs === null ? undefined : commitOf(place.top, runs);
        const names = group.map(({ tenant }) => tenant);
        const running = commit && takeSnapshot(place, commit, names, timeOf(place.top, commit));
        return group.map((one) => {
            const from = running ? running.tenants.get(one.tenant) : undefined;
            const head = after.tenants.get(one.tenant);
            return { ...one, plan: from && head ? planTenant(from, head) : null };
        });
    });
}

// EXTERNAL MODULE: ./node_modules/.cache/oml-build/src/inventory/tenant-name.js
var tenant_name = __webpack_require__(8175);
// EXTERNAL MODULE: ./node_modules/.cache/oml-build/src/files/read-bounded.js
var read_bounded = __webpack_require__(5166);
;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/files/tenant-folder.js
/** Reads tenants' folders. */





/** The names of the tenants under `directory`, sorted: well-named folders with an `inventory.yml`. */
function tenantNames(directory) {
    if (!(0,external_node_fs_.existsSync)(directory))
        return [];
    return (0,external_node_fs_.readdirSync)(directory)
        .filter((name) => (0,tenant_name/* isTenantName */.m)(name) && (0,external_node_fs_.existsSync)((0,external_node_path_.join)(directory, name, "inventory.yml")))
        .sort();
}
/** Reads the files of one tenant. */
function readTenantFolder(directory, name) {
    if (!isTenantName(name)) {
        return { ok: false, message: `'${name}' is not a tenant's name: ${TENANT_NAME_FORM}.` };
    }
    try {
        return readSources(join(directory, name), name, directory);
    }
    catch (error) {
        const cause = error instanceof Error ? error.message : String(error);
        return { ok: false, message: `The folder ${join(directory, name)} cannot be read: ${cause}.` };
    }
}
function readSources(folder, name, directory) {
    const inventory = readIfThere(join(folder, "inventory.yml"));
    if (inventory === undefined) {
        const tenants = tenantNames(directory).join(", ") || "none yet";
        const remedy = `Tenants: ${tenants}. For a new one: mkdir -p ${folder} && cp inventory.yml ${folder}/`;
        return { ok: false, message: `There is no ${join(folder, "inventory.yml")}. ${remedy}` };
    }
    const others = {
        tenantFile: readIfThere(join(folder, "tenant.yml")),
        knownHosts: readIfThere(join(folder, "known_hosts")),
        certificate: readIfThere(join(folder, "cert.pem")),
        key: readIfThere(join(folder, "key.pem")),
        lock: readIfThere(join(folder, LOCK_FILE)),
    };
    const present = Object.entries(others).filter(([, file]) => file !== undefined);
    return { ok: true, sources: { name, inventory, ...Object.fromEntries(present) } };
}
const REFUSALS = { "too-large": "is larger than 1 MiB", "not-utf8": "is not UTF-8 text" };
function readIfThere(path) {
    const entry = lstatSync(path, { throwIfNoEntry: false });
    if (entry === undefined)
        return undefined;
    if (!entry.isFile())
        throw new Error(`${path} is not a regular file, and links are not followed`);
    const result = readBounded(path);
    if (!result.ok)
        throw new Error(`${path} ${REFUSALS[result.reason]}`);
    return { path, text: result.text };
}

// EXTERNAL MODULE: ./node_modules/.cache/oml-build/src/github/client.js + 7 modules
var client = __webpack_require__(8030);
// EXTERNAL MODULE: ./node_modules/.cache/oml-build/src/github/event.js
var github_event = __webpack_require__(3186);
;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/fleet/record.js
/** The one that tells of the later deploy: a slow run may write what it found before a quicker one, after it. */
function laterOf(a, b) {
    return b !== undefined && b.finished > a.finished ? b : a;
}

// EXTERNAL MODULE: ./node_modules/zod/v4/core/api.js
var api = __webpack_require__(3759);
;// CONCATENATED MODULE: ./node_modules/zod/v4/classic/iso.js



function datetime(params) {
    return api/* _isoDateTime */.G1(schemas/* ZodISODateTime */.You, params);
}
function date(params) {
    return core._isoDate(ZodISODate, params);
}
function time(params) {
    return core._isoTime(ZodISOTime, params);
}
function duration(params) {
    return core._isoDuration(ZodISODuration, params);
}

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/github/record-payload.js
/** Deployment records as payloads of GitHub's deployments: written small, and read as what anybody may have written. Pure. */



/** The task of every deployment that the toolkit makes. */
const TASK = "oml-deploy";
/** Bytes of a payload at the most: GitHub says no limit; its texts end at 65,535. */
const LARGEST_PAYLOAD = 60_000;
/** Characters of a reason in a payload of one tenant. */
const LONGEST_REASON = 1_000;
/** The payload of a run. Names that find no room are left out: such a run cannot be told to be interrupted. */
function openingPayload({ run, commit, isWhole, tenants }) {
    const payload = (names) => ({
        ...{ format: 1, kind: "run", run, commit, whole: isWhole },
        tenants: names,
    });
    const whole = payload(tenants);
    return sizeOf(whole) <= LARGEST_PAYLOAD ? whole : payload([]);
}
/** The payload of one tenant. */
function tenantPayload(record) {
    return {
        format: 1,
        kind: "tenant",
        record: { ...record, reason: shortened(record.reason, LONGEST_REASON) },
    };
}
/** The payload of many: what they share is written once. */
function wavePayload(records, detail) {
    const texts = new Map();
    const images = new Map();
    const tenants = records.map((record) => [
        record.tenant,
        record.outcome,
        record.release,
        numberOf(texts, record.commit),
        numberOf(texts, record.finished),
        numberOf(texts, record.since),
        numberOf(texts, record.run),
        numberOf(texts, shortened(record.reason, detail.reason)),
        record.toolkit === undefined ? -1 : numberOf(texts, record.toolkit),
        record.images === undefined || !detail.images ? -1 : numberOf(images, stable(record.images)),
        record.schema === undefined ? -1 : numberOf(texts, record.schema),
        record.settled === undefined ? -1 : numberOf(texts, record.settled),
        record.safety === undefined ? -1 : numberOf(texts, record.safety),
    ]);
    const sets = [...images.keys()].map((text) => JSON.parse(text));
    return { format: 1, kind: "wave", tenants, texts: [...texts.keys()], images: sets };
}
/** Bytes of a payload as it is sent. */
function sizeOf(payload) {
    return Buffer.byteLength(JSON.stringify(payload));
}
function numberOf(table, text) {
    const number = table.get(text) ?? table.size;
    table.set(text, number);
    return number;
}
function stable(images) {
    return JSON.stringify(Object.fromEntries(Object.entries(images).sort(([a], [b]) => (a < b ? -1 : 1))));
}
/** As many characters of a text, whole ones. */
function shortened(text, length) {
    if (text.length <= length)
        return text;
    // No half of a character: such a text would not survive the way to GitHub.
    return `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
const commit = schemas/* string */.YjP().regex(/^[0-9a-f]{0,64}$/);
/** A tenant's name in a payload. */
const tenantName = schemas/* string */.YjP().max(100).refine(tenant_name/* isTenantName */.m);
/** A backup set's id in a payload. */
const setId = schemas/* string */.YjP().regex(/^[\w-]{1,60}$/);
/** A run's address in a payload. */
const address = schemas/* url */.OZ5({ protocol: /^https?$/ }).max(500);
const digests = schemas/* record */.g1P(schemas/* string */.YjP().max(100), schemas/* string */.YjP().regex(/^sha256:[0-9a-f]{64}$/));
const recordSchema = schemas/* object */.Ikc({
    tenant: tenantName,
    outcome: schemas/* enum */.k5n(OUTCOMES),
    commit,
    release: schemas/* string */.YjP().regex(/^([0-9a-f]{64})?$/),
    finished: datetime(),
    since: datetime(),
    run: address,
    reason: schemas/* string */.YjP().max(LONGEST_REASON),
    images: digests.exactOptional(),
    toolkit: schemas/* string */.YjP().max(100).exactOptional(),
    schema: schemas/* string */.YjP().max(100).exactOptional(),
    settled: commit.exactOptional(),
    safety: schemas/* string */.YjP()
        .regex(/^[0-9A-Za-z-]{1,40}$/)
        .exactOptional(),
});
const tenantSchema = schemas/* object */.Ikc({ format: schemas/* literal */.euz(1), kind: schemas/* literal */.euz("tenant"), record: recordSchema });
const index = schemas/* int */.Whr().min(-1);
const waveSchema = schemas/* object */.Ikc({
    format: schemas/* literal */.euz(1),
    kind: schemas/* literal */.euz("wave"),
    tenants: schemas/* array */.YOg(schemas/* unknown */.L5J()),
    texts: schemas/* array */.YOg(schemas/* string */.YjP()),
    images: schemas/* array */.YOg(schemas/* unknown */.L5J()),
});
/** tenant, outcome, release; then places in the tables, -1 for none. */
const record_payload_text = schemas/* string */.YjP();
const places = [index, index, index, index, index, index, index, index];
// The last places are younger than the form: records that have none are read as well.
const rowSchema = schemas/* tuple */.PVZ([record_payload_text, record_payload_text, record_payload_text, ...places, index.optional(), index.optional()]);
const openingSchema = schemas/* object */.Ikc({
    format: schemas/* literal */.euz(1),
    kind: schemas/* literal */.euz("run"),
    run: address,
    commit,
    whole: schemas/* boolean */.zMY(),
    tenants: schemas/* array */.YOg(tenantName),
});
const payloadSchema = schemas/* discriminatedUnion */.gMt("kind", [tenantSchema, waveSchema, openingSchema]);
/** What a payload tells, and a sentence for each part of it that is none; all of it may be. */
function readPayload(payload) {
    const read = payloadSchema.safeParse(typeof payload === "string" ? parsed(payload) : payload);
    if (!read.success)
        return { told: undefined, broken: [sayBroken(read.error)] };
    const { data } = read;
    switch (data.kind) {
        case "tenant":
            return { told: { kind: "records", records: [data.record] }, broken: [] };
        case "run": {
            const { run, commit: tip, whole: isWhole, tenants } = data;
            return { told: { kind: "run", opening: { run, commit: tip, isWhole, tenants } }, broken: [] };
        }
        case "wave":
            return readWave(data);
    }
}
function readWave(wave) {
    const records = [];
    const broken = [];
    for (const given of wave.tenants) {
        const row = rowSchema.safeParse(given);
        const record = row.success ? recordSchema.safeParse(unpacked(row.data, wave)) : row;
        if (record.success)
            records.push(record.data);
        else
            broken.push(sayBroken(record.error));
    }
    return { told: { kind: "records", records }, broken };
}
/** A row beside the tables it names; what they do not hold is missing, and found so. */
function unpacked(row, { texts, images }) {
    const [tenant, outcome, release, commitAt, finished, since, run, reason, toolkit, imagesAt, ...rest] = row;
    const [schema, settled = -1, safety = -1] = rest;
    return {
        ...{ tenant, outcome, release, commit: texts[commitAt], finished: texts[finished] },
        ...{ since: texts[since], run: texts[run], reason: texts[reason] },
        ...(toolkit === -1 ? {} : { toolkit: texts[toolkit] }),
        ...(imagesAt === -1 ? {} : { images: images[imagesAt] }),
        ...(schema === -1 ? {} : { schema: texts[schema] }),
        ...(settled === -1 ? {} : { settled: texts[settled] }),
        ...(safety === -1 ? {} : { safety: texts[safety] }),
    };
}
/** JSON, or undefined. */
function parsed(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
/** What is wrong with a payload. */
function sayBroken({ issues }) {
    const [issue] = issues;
    return issue === undefined ? "it is no record" : `${issue.path.join(".") || "the whole"}: ${issue.message}`;
}

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/github/read-records.js
/** Reads the fleet's records back out of the repository's deployments, which anybody who may write to it can add to. */


/** Pages of deployments read at the most. */
const MOST_PAGES = 40;
/** Runs asked for their state at the most: of a fleet that has been red for longer, no full success is known. */
const MOST_STATES = 30;
/** Reads them; a fault of the list is the answer, since half of it would hide failures. */
async function readRecords(github, wanted) {
    const author = await github.whoAmI();
    const reading = new Reading(wanted, author, github);
    let page = 0;
    for await (const answer of github.deployments({ task: TASK })) {
        if (!answer.ok)
            return answer;
        for (const deployment of answer.value)
            await reading.take(deployment);
        page += 1;
        if (reading.isDone() || page >= MOST_PAGES)
            break;
    }
    return { ok: true, value: reading.result() };
}
class Reading {
    #records = [];
    #latest = new Map();
    /** Tenants about which the newest word was said: by a record, or by a run that was closed without one. */
    #settled = new Set();
    #underWay = new Set();
    #notes = [];
    #since = null;
    #states = 0;
    #wanted;
    #author;
    #github;
    constructor(wanted, author, github) {
        this.#wanted = wanted;
        this.#author = author;
        this.#github = github;
    }
    /** Takes the next older deployment. */
    async take({ id, task, author, payload, created }) {
        if (task !== TASK)
            return;
        if (author !== this.#author) {
            this.#notes.push(`deployment ${id} was made by ${author || "nobody"}, not by ${this.#author}: skipped`);
            return;
        }
        const { told, broken } = readPayload(payload);
        this.#notes.push(...broken.map((fault) => `deployment ${id} holds no record: ${fault}: skipped`));
        if (told?.kind === "records")
            told.records.forEach((record) => this.#add(record));
        if (told?.kind === "run")
            await this.#takeRun({ ...told.opening, id, created });
    }
    #add(record) {
        this.#records.push(record);
        this.#latest.set(record.tenant, laterOf(this.#latest.get(record.tenant) ?? record, record));
        this.#settled.add(record.tenant);
    }
    /** Only a run that may be the newest word on somebody, or the last full success, is worth asking for its state. */
    async #takeRun(opening) {
        const unknown = opening.tenants.filter((tenant) => !this.#settled.has(tenant));
        const mayBeSince = this.#since === null && opening.isWhole;
        if (opening.run === this.#wanted.run || (unknown.length === 0 && !mayBeSince))
            return;
        this.#states += 1;
        if (this.#states > MOST_STATES)
            return;
        const states = await this.#github.deploymentStatuses(opening.id);
        if (!states.ok) {
            this.#notes.push(`the state of ${opening.run} is not known: ${states.message}`);
            return;
        }
        // A later success makes an earlier one inactive: that it was one once is what counts.
        if (mayBeSince && states.value.includes("success"))
            this.#since = opening.commit;
        const isOpen = (states.value[0] ?? "in_progress") === "in_progress";
        if (isOpen)
            await this.#takeOpen({ ...opening, unknown });
        else
            for (const tenant of unknown)
                this.#settled.add(tenant);
    }
    /** A run that was never closed: interrupted where it has ended. */
    async #takeOpen({ run, commit, created, unknown }) {
        if (unknown.length === 0)
            return;
        const ended = await hasEnded(this.#github, run);
        if (ended !== true) {
            for (const tenant of unknown)
                this.#underWay.add(tenant);
            if (ended !== false)
                this.#notes.push(`whether ${run} still runs is not known: ${ended}`);
            return;
        }
        for (const tenant of unknown)
            this.#add(interrupted(tenant, { run, commit, created }));
    }
    isDone() {
        return this.#since !== null && this.#wanted.tenants.every((tenant) => this.#latest.has(tenant));
    }
    result() {
        return {
            records: this.#records,
            latest: this.#latest,
            underWay: this.#underWay,
            since: this.#since,
            notes: this.#notes,
        };
    }
}
/** Whether a run has ended; a sentence where that is not known. One that GitHub no longer has, has. */
async function hasEnded(github, run) {
    const id = Number(/\/actions\/runs\/(\d+)/.exec(run)?.[1] ?? NaN);
    if (!Number.isSafeInteger(id))
        return "its address names no run";
    const answer = await github.workflowRun(id);
    if (answer.ok)
        return answer.value.status === "completed";
    return answer.fault === "not-found" ? true : answer.message;
}
/** What is known of a tenant whose run ended without a word on it. */
function interrupted(tenant, { run, commit, created }) {
    return {
        ...{ tenant, outcome: "interrupted", commit, release: "", finished: created, since: created, run },
        reason: "The run ended without telling what became of this tenant. Its hosts say what they run; run again.",
    };
}

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/plan/fleet-plan.js
/** Those of which there is something to say. */
function changesIn({ tenants }) {
    return tenants.filter((plan) => plan.class !== "unchanged" || plan.notes.length > 0);
}
/** Whether there is nothing to say: a merge leaves every host as it is, and nothing waits from before. */
function isQuiet(plan) {
    return changesIn(plan).length + plan.pending.length === 0;
}
/** The fingerprints of the releases that are to come, by tenant. */
function fingerprintsOf(plan) {
    const all = [...plan.pending.flatMap((pending) => pending.plan ?? []), ...changesIn(plan)];
    return Object.fromEntries(all.flatMap(({ tenant, to }) => (to === null ? [] : [[tenant, to]])));
}
/** The classes that change something, each with how many tenants it has: `1 upgrade, 2 reconfigure`; empty: none does. */
function countText(plans) {
    const groups = Map.groupBy(plans, (plan) => plan.class);
    const order = ["rollback", "upgrade", "reconfigure", "install", "adopt", "removed"];
    return order
        .flatMap((kind) => (groups.has(kind) ? [`${groups.get(kind)?.length ?? 0} ${kind}`] : []))
        .join(", ");
}

// EXTERNAL MODULE: ./node_modules/.cache/oml-build/src/report/summary.js
var summary = __webpack_require__(9191);
;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/plan/markdown.js
/** Text from a tenant's files inside GitHub's Markdown: nobody is mentioned, nothing is linked, no table breaks. Pure. */

/** A space without width: GitHub finds mentions and references in the text that entities stand for, too. */
const GAP = "&#8203;";
/** Escapes `text`, and parts what GitHub would make a mention, a reference or a link of. */
function defused(text) {
    return parted(text)
        .replace(/\b(gh)-(?=\d)/gi, (_all, letters) => `${letters}${GAP}-`)
        .replace(/[0-9a-f]{7,}/gi, (digits) => digits.replace(/.{6}(?=.)/g, (part) => part + GAP));
}
/** `text` as code, where GitHub looks for no commit and no issue by name. */
function code(text) {
    return `<code>${parted(text)}</code>`;
}
function parted(text) {
    return (0,summary/* escapeMarkdown */.F)(text.replaceAll("\t", " "))
        .replace(/&#(64|35);/g, (sign) => sign + GAP)
        .replaceAll("&#58;//", `&#58;${GAP}//`)
        .replace(/(www)(?=&#46;)/gi, (letters) => letters + GAP);
}

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/plan/shorten.js
/** Shortens a list of texts in its middle. Pure. */
/** Keeps as many texts as fit into `room` characters (each with one more for its line's end), from both ends inwards. */
function shorten(texts, room) {
    const whole = texts.reduce((sum, text) => sum + text.length + 1, 0);
    if (whole <= room)
        return { first: texts, last: [], omitted: 0 };
    let [left, from, to] = [room, 0, texts.length];
    for (let isFront = true; from < to; isFront = !isFront) {
        const cost = (texts[isFront ? from : to - 1]?.length ?? 0) + 1;
        if (cost > left)
            break;
        left -= cost;
        if (isFront)
            from += 1;
        else
            to -= 1;
    }
    return { first: texts.slice(0, from), last: texts.slice(to), omitted: to - from };
}

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/plan/words.js
/** The words a plan is told in, before any formatter marks them up. Pure. */


/** What people notice of each impact. */
const IMPACT_WORDS = {
    calls: "calls would be cut unless idle",
    data: "data service restarts",
    migrations: "migrations may run",
    web: "web reconnects",
    none: "nobody notices",
};
const said = (text) => ({ text, quoted: false });
const quoted = (text) => ({ text, quoted: true });
/** Everything that changes at a component. */
function detailsOf(plan) {
    const { image, environment, secrets, files, unit, certificates, checks } = plan;
    const list = (label, names) => names.length === 0 ? [] : [{ label, words: names.map(quoted) }];
    const mark = (is, label) => (is ? [{ label, words: [] }] : []);
    const variables = environment.map(({ name, how }) => `${SIGNS[how]}${name}`);
    return [
        ...imageDetails(image),
        ...list("environment", variables),
        ...list("secret touched", secrets),
        ...list("file", files),
        ...mark(unit, "unit"),
        ...mark(certificates, "certificate"),
        ...mark(checks, "its probes or the work on its data"),
    ];
}
/** How a variable changes; a changed one is only named. */
const SIGNS = { added: "+", removed: "-", changed: "" };
function imageDetails(image) {
    if (image === undefined)
        return [];
    const { from, to } = image;
    if (from === null || to === null) {
        const only = to ?? from;
        return only === null ? [] : [{ label: "image", words: [quoted(words_nameOf(only))] }];
    }
    const isMoved = from.image !== to.image;
    const words = [
        quoted(isMoved ? words_nameOf(from) : tagOf(from)),
        said("→"),
        quoted(isMoved ? words_nameOf(to) : tagOf(to)),
    ];
    return [{ label: from.digest === to.digest ? "tag of the same image" : "image", words }];
}
function words_nameOf(image) {
    return `${image.image}:${tagOf(image)}`;
}
function tagOf({ tag, digest }) {
    return digest === UNLOCKED_DIGEST ? `${tag} (not locked)` : `${tag} ${(0,lock_lock/* shortDigest */.VK)(digest)}`;
}
/** What a host does to a component. */
function effectText({ effect, secrets, class: kind }) {
    const isCertain = effect === "restart" && (kind !== "reconfigure" || secrets.length === 0);
    if (effect === "restart" && !isCertain)
        return "reconfigure, restarts";
    return { install: "install", restart: `${kind}, restarts`, stop: "removed, stops", none: kind }[effect];
}
/** Everything that changes at a host beside its components. */
function hostDetails({ preparation, certificates }, { class: kind }) {
    const isNew = kind === "install" || kind === "adopt";
    return [
        ...(preparation && !isNew
            ? ["the host is prepared again (packages, podman, directories, time zone)"]
            : []),
        ...(certificates ? ["its certificate changes"] : []),
    ];
}
/** Names of what restarts, is installed or stops at a tenant, each once. */
function touchedNames({ hosts }) {
    const touched = hosts.flatMap(({ components }) => components.filter(({ effect }) => effect !== "none"));
    return [...new Set(touched.map(({ component }) => component))];
}
/** What people notice, in words. */
function impactText({ impacts }) {
    return impacts.map((impact) => IMPACT_WORDS[impact]).join("; ");
}
/** Sentences on the toolkit; none where it is the same. */
function toolkitSentences({ toolkit, tenants }) {
    const { parts, ownCode } = toolkit;
    if (parts.length === 0)
        return [];
    const isFelt = tenants.some((plan) => plan.class !== "unchanged");
    const list = parts.join(", ");
    if (!ownCode) {
        return [
            `The toolkit changes (${list}). The base has no render bundle that could be run, so both sides were rendered with this change's code: what the toolkit's change alone does to hosts is not shown.`,
        ];
    }
    return isFelt
        ? [`The toolkit changes (${list}); the base was rendered with its own code.`]
        : [`The toolkit changes (${list}) and makes the same releases: no host changes.`];
}

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/plan/plan-markdown.js
/** A plan as GitHub's Markdown: the comment on a pull request, and whole in the job's summary. Pure. */




/** Part of the room that the table of tenants may take; their details have the rest. */
const SHARE_OF_TABLE = 0.45;
/** The plan in at most `limit` characters, shortened in the middle; ends with a newline. */
function formatPlanMarkdown(plan, limit) {
    const changes = changesIn(plan);
    const head = headLines(plan, changes).join("\n");
    const rows = [...plan.pending.map(pendingRow), ...changes.map(row)];
    const sections = [...plan.pending.map(pendingSection), ...changes.map(section)];
    const room = limit - head.length - ROOM_OF_NOTES;
    const table = shorten(rows, Math.max(0, Math.floor(room * SHARE_OF_TABLE)));
    const used = [...table.first, ...table.last].reduce((sum, text) => sum + text.length + 1, 0);
    const details = shorten(sections, Math.max(0, room - used));
    const middle = table.omitted === 0 ? [] : [`| … ${table.omitted} more | | | | |`];
    const lines = [
        head,
        ...(rows.length === 0 ? [] : ["", TABLE_HEAD, ...table.first, ...middle, ...table.last, ""]),
        ...details.first,
        ...omission(details.omitted),
        ...details.last,
    ];
    return `${lines.join("\n").trimEnd()}\n`;
}
/** Room for the fixed lines between the parts. */
const ROOM_OF_NOTES = 600;
const TABLE_HEAD = "| Tenant | Change | Touches | Who notices | Release |\n|---|---|---|---|---|";
function omission(count) {
    if (count === 0)
        return [];
    const text = count === 1 ? "one tenant's details do" : `${count} tenants' details do`;
    return [`*${text} not fit here; the job's summary has the whole plan.*`, ""];
}
function headLines(plan, changes) {
    const title = countText(changes) || "no tenant changes";
    const { commit, why } = plan.base;
    return [
        `## Plan: ${title}`,
        "",
        `Against \`${commit.slice(0, 12)}\`, ${defused(why)}. No host was asked; secrets are only *touched* or not.`,
        ...toolkitSentences(plan).map((sentence) => `\n${defused(sentence)}`),
        ...listLine(plan.unreadable, "Not planned, their files have errors"),
        ...listLine(plan.unreadableBefore, "Shown as if new, their files had errors before"),
        ...(isQuiet(plan) && plan.unreadable.length === 0 ? ["", "Merging this changes no host."] : []),
    ];
}
/** Names beyond these are counted. */
const MOST_NAMES = 20;
function listLine(names, label) {
    if (names.length === 0)
        return [];
    const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : "";
    return ["", `${label}: ${names.slice(0, MOST_NAMES).map(code).join(", ")}${more}.`];
}
function row(plan) {
    const touched = touchedNames(plan).map(code).join(" ");
    return cells([code(plan.tenant), `**${plan.class}**`, touched, impactText(plan), plan_markdown_fingerprint(plan)]);
}
function pendingRow({ tenant, outcome, plan }) {
    const change = `*from before:* ${outcome}`;
    if (plan === null)
        return cells([code(tenant), change, "", "unknown", ""]);
    const touched = touchedNames(plan).map(code).join(" ");
    return cells([
        code(tenant),
        `${change}; all together **${plan.class}**`,
        touched,
        impactText(plan),
        plan_markdown_fingerprint(plan),
    ]);
}
function cells(texts) {
    return `| ${texts.join(" | ")} |`;
}
function plan_markdown_fingerprint({ to }) {
    return to === null ? "" : `\`${to.slice(0, 12)}\``;
}
function section(plan) {
    return folded(`${code(plan.tenant)}: ${plan.class}`, body(plan));
}
function pendingSection({ tenant, outcome, since, reason, run, plan }) {
    const told = `Merged earlier and not applied: ${outcome} since ${defused(since)}. ${defused(reason)} (run: ${defused(run)})`;
    const rest = plan === null ? "What its hosts run cannot be told." : body(plan);
    return folded(`${code(tenant)}: changes from before, ${outcome}`, `${told}\n\n${rest}`);
}
function folded(summary, text) {
    return `<details><summary>${summary}</summary>\n\n${text}\n\n</details>\n`;
}
function body(plan) {
    const release = plan.to === null ? [] : [`Release \`${plan.to}\``];
    const parts = [
        ...plan.hosts.flatMap((host) => hostParts(host, plan)),
        ...plan.notes.map((note) => `- ${defused(note)}`),
        ...release,
    ];
    return parts.join("\n\n");
}
function hostParts(host, plan) {
    const notes = hostDetails(host, plan);
    if (notes.length + host.components.length === 0)
        return [];
    const title = `**${host.host}**${notes.length === 0 ? "" : `: ${notes.join("; ")}`}`;
    const rows = host.components.map((component) => {
        const details = detailsOf(component).map(detail).join("<br>");
        return cells([code(component.component), effectText(component), details]);
    });
    return rows.length === 0
        ? [title]
        : [title, ["| Component | | What changes |\n|---|---|---|", ...rows].join("\n")];
}
function detail({ label, words }) {
    const isPair = words.some(({ quoted }) => !quoted);
    const shown = words.map(({ text, quoted }) => (quoted ? code(text) : text));
    return `${label} ${shown.join(isPair ? " " : ", ")}`.trimEnd();
}

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/plan/comment.js
/** The one comment that a pull request has of its plan: its text, and which comment it is. Pure. */



/** Characters of a comment that GitHub takes. */
const LONGEST_COMMENT = 65_536;
/** Room of the marker; fingerprints that do not fit are counted. */
const LONGEST_MARKER = 16_000;
const OPEN = "<!-- oml-plan ";
const CLOSE = " -->";
const markerSchema = schemas/* object */.Ikc({
    base: schemas/* string */.YjP(),
    releases: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* string */.YjP()),
    omitted: schemas/* number */.aig(),
});
/** The comment's text, marker first; at most `LONGEST_COMMENT` characters. */
function commentBody(plan) {
    const marker = markerOf(plan);
    return `${marker}\n${formatPlanMarkdown(plan, LONGEST_COMMENT - marker.length - 1)}`;
}
function markerOf(plan) {
    const all = Object.entries(fingerprintsOf(plan));
    let room = LONGEST_MARKER;
    const kept = all.filter(([name, fingerprint]) => (room -= name.length + fingerprint.length + 6) >= 0);
    const marker = {
        base: plan.base.commit,
        releases: Object.fromEntries(kept),
        omitted: all.length - kept.length,
    };
    // No character of a tenant's name or of a fingerprint could end the marker; this holds it for whatever else comes.
    return `${OPEN}${JSON.stringify(marker).replaceAll(">", "\\u003e")}${CLOSE}`;
}
/** What a plan's comment says of its releases; undefined where the text is no plan's. */
function readMarker(body) {
    if (!body.startsWith(OPEN))
        return undefined;
    const end = body.indexOf(CLOSE);
    try {
        const result = markerSchema.safeParse(JSON.parse(body.slice(OPEN.length, end)));
        return result.success ? result.data : undefined;
    }
    catch {
        return undefined;
    }
}
/** The plan's comment among those of a pull request: the oldest that has the marker and was written by `author`. */
function findComment(comments, author) {
    return comments
        .filter((comment) => comment.author === author && comment.body.startsWith(OPEN))
        .sort(byId)[0];
}
function byId(a, b) {
    return a.id - b.id;
}
/** A change that does nothing gets no comment, but one that is there is kept true. */
function commentAction(plan, comments, author) {
    const body = commentBody(plan);
    const found = findComment(comments, author);
    if (found !== undefined)
        return found.body === body ? { kind: "leave" } : { kind: "update", id: found.id, body };
    return isQuiet(plan) ? { kind: "leave" } : { kind: "create", body };
}

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/plan/stick.js

/** Creates or updates the one comment. Never throws. */
async function stickComment(plan, issue, github) {
    const author = await github.whoAmI();
    const comments = await github.comments(issue);
    if (!comments.ok)
        return { kind: "failed", message: comments.message };
    const action = commentAction(plan, comments.value, author);
    if (action.kind === "leave")
        return { kind: "left" };
    const isNew = action.kind === "create";
    const written = await (isNew
        ? github.createComment(issue, action.body)
        : github.updateComment(action.id, action.body));
    if (written.ok)
        return { kind: isNew ? "created" : "updated" };
    const { fault, message } = written;
    return fault === "not-allowed" ? { kind: "not-allowed" } : { kind: "failed", message };
}

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/actions/validate-inventory/src/plan.js
/** Shows what merging a pull request would do to hosts: in the job's summary, and in one comment. */









/** Plans, and tells the summary and the pull request; `room` is what the summary can still hold, in characters. Never fails the step. */
async function showPlan(runner, { comment, token }, directory, room) {
    const { apiUrl, repository } = runner.run;
    const github = (0,client/* openGitHub */.o)({ apiUrl, repository, token });
    const records = token === "" ? [] : await recordsOf(runner, github, directory);
    const result = planFleet({ ...caseOf(runner, directory), records });
    if (!result.ok)
        return runner.print(`No plan: ${onOneLine(result.message)}\n`);
    const { plan } = result;
    await runner.summarize(formatPlanMarkdown(plan, room));
    runner.setOutput("releases", JSON.stringify(fingerprintsOf(plan)));
    const told = comment ? await tellPullRequest(runner, plan, github) : "";
    runner.print(`The plan is in the job's summary: ${countText(plan.tenants) || "no tenant changes"}.${told}\n`);
}
/** The tip that a pull request is merged into is what counts, not the one its event saw. */
function caseOf({ run }, directory) {
    const now = new Date();
    const pull = (0,github_event/* pullRequestOf */._n)(run.payload);
    const tip = pull && mergedBase(directory, (0,github_event/* headOf */.Uo)(run.payload, run.sha));
    if (tip !== undefined)
        return { directory, now, base: tip, why: `the tip of ${pull?.base ?? "its base"}` };
    const base = (0,github_event/* baseOf */.bx)(run.payload);
    return base === undefined ? { directory, now } : { directory, now, base, why: "where this change began" };
}
/** What deploys left on record; without it the plan shows this change alone. */
async function recordsOf({ print }, github, directory) {
    const read = await readRecords(github, { tenants: tenantNames(directory) });
    if (read.ok)
        return read.value.records;
    print(`Changes from before are not shown: ${onOneLine(read.message)}\n`);
    return [];
}
async function tellPullRequest({ run }, plan, github) {
    const pull = (0,github_event/* pullRequestOf */._n)(run.payload);
    if (pull === undefined)
        return "";
    if (pull.isFork)
        return " No comment: a fork's token may not write one.";
    return sentenceOf(await stickComment(plan, pull.number, github));
}
function sentenceOf(result) {
    switch (result.kind) {
        case "created":
            return " The pull request has it as a comment.";
        case "updated":
        case "left":
            return "";
        case "not-allowed":
            return " No comment: the token may not write one (pull-requests: write).";
        case "failed":
            return ` No comment: ${onOneLine(result.message)}.`;
    }
}
function onOneLine(text) {
    return text.replace(/\s+/g, " ").replaceAll("##[", "## [").replaceAll("::", ": :");
}


/***/ }),

/***/ 8298:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   as: () => (/* binding */ CERTIFICATE_KEY)
/* harmony export */ });
/* unused harmony exports BACKUP_SLOTS, secretsOf */
/* harmony import */ var _secret_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2879);
/** A tenant's secrets by the names of their slots. */

/** The slot of the custom certificate's private key. */
const CERTIFICATE_KEY = "key.pem";
/** The slots of the secrets in the block `backup` of `tenant.yml`. */
const BACKUP_SLOTS = {
    password: "backup.password",
    escrowPassword: "backup.escrow_password",
    accessKey: "backup.bucket.access_key",
    secretKey: "backup.bucket.secret_key",
    adminPassword: "backup.restore_as.admin_password",
};
/** Reveals every secret of a tenant, for `fill` and for redaction. */
function secretsOf(tenant) {
    const entries = [
        ...Object.entries(tenant.settings),
        [CERTIFICATE_KEY, tenant.custom?.key],
        ...backupSecrets(tenant),
    ];
    const secrets = new Map();
    const sealed = [];
    for (const [name, value] of entries) {
        if (!(value instanceof Secret))
            continue;
        const text = value.reveal();
        if (text === undefined)
            sealed.push(name);
        else
            secrets.set(name, text);
    }
    return sealed.length === 0 ? { ok: true, secrets } : { ok: false, sealed };
}
function backupSecrets({ extras: { backup } }) {
    return [
        [BACKUP_SLOTS.password, backup?.password],
        [BACKUP_SLOTS.escrowPassword, backup?.escrow_password],
        [BACKUP_SLOTS.accessKey, backup?.bucket?.access_key],
        [BACKUP_SLOTS.secretKey, backup?.bucket?.secret_key],
        [BACKUP_SLOTS.adminPassword, backup?.restore_as?.admin_password],
    ];
}


/***/ }),

/***/ 9056:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ renderEnvironment),
/* harmony export */   N: () => (/* binding */ parseEnvironment)
/* harmony export */ });
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1463);

/** One line a variable. Values cannot hold line breaks: reading a tenant refuses them. */
function renderEnvironment(environment) {
    const lines = Object.entries(environment).flatMap(([name, value]) => {
        if (value === undefined)
            return [];
        return [`${name}=`, typeof value === "object" ? value : plain(value), "\n"];
    });
    return (0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(...lines);
}
/** The inverse for a filled file: variables by name. */
function parseEnvironment(content) {
    const lines = content.split("\n").filter((line) => line !== "");
    return new Map(lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
}
/** Upstream's images compare with Python's spelling. */
function plain(value) {
    return typeof value === "boolean" ? (value ? "True" : "False") : String(value);
}


/***/ }),

/***/ 8418:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ fingerprintOf)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/** The public fingerprint of a release. */

/** SHA-256 over the canonical JSON of `value` (keys sorted, no white space): 64 hex digits. */
function fingerprintOf(value) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)("sha256").update(canonicalJson(value)).digest("hex");
}
function canonicalJson(value) {
    return JSON.stringify(value, (_, inner) => (isRecord(inner) ? sorted(inner) : inner));
}
function isRecord(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
function sorted(record) {
    return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}


/***/ }),

/***/ 4231:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  imagesByComponent: () => (/* binding */ imagesByComponent),
  imagesOf: () => (/* binding */ imagesOf),
  render: () => (/* binding */ render),
  stamped: () => (/* binding */ stamped)
});

// EXTERNAL MODULE: ./node_modules/.cache/oml-build/src/components/endpoints.js
var endpoints = __webpack_require__(831);
// EXTERNAL MODULE: ./node_modules/.cache/oml-build/src/lock/lock.js
var lock = __webpack_require__(811);
// EXTERNAL MODULE: ./node_modules/.cache/oml-build/src/inventory/secrets.js
var secrets = __webpack_require__(8298);
// EXTERNAL MODULE: ./node_modules/.cache/oml-build/src/release/env-file.js
var env_file = __webpack_require__(9056);
// EXTERNAL MODULE: ./node_modules/.cache/oml-build/src/release/fingerprint.js
var release_fingerprint = __webpack_require__(8418);
// EXTERNAL MODULE: ./node_modules/.cache/oml-build/src/release/text.js
var release_text = __webpack_require__(1463);
;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/release/unit.js
/** Seconds a container may take beyond its stop timeout until systemd kills what is left. */
const STOP_MARGIN = 15;
/** The argv a unit runs; `image` is by digest. */
function commandOf(component, image) {
    const { stop } = component;
    return [
        "/usr/bin/podman",
        "run",
        `--cidfile=${cidFile(component)}`,
        "--cgroups=no-conmon",
        "--sdnotify=conmon",
        "--replace",
        "--detach",
        "--rm",
        "--pull=never",
        "--network=host",
        "--log-driver=journald",
        `--env-file=${component.envFile}`,
        `--name=${component.container}`,
        ...(stop.signal === undefined ? [] : [`--stop-signal=${stop.signal}`]),
        `--stop-timeout=${stop.timeout}`,
        ...(component.mounts ?? []).map((mount) => `--volume=${mount}`),
        image,
        ...(component.arguments ?? []),
    ];
}
/** The text of a unit. `after` are the units that start before it. */
function renderUnit(component, command, after) {
    const cid = cidFile(component);
    return `[Unit]
Description=OMniLeads ${component.name}
Wants=network-online.target
After=${["network-online.target", ...after].join(" ")}
RequiresMountsFor=/run/containers
StartLimitIntervalSec=0

[Service]
Type=notify
NotifyAccess=all
Environment=PODMAN_SYSTEMD_UNIT=%n
Restart=always
RestartSec=2
TimeoutStartSec=120
TimeoutStopSec=${component.stop.timeout + STOP_MARGIN}
ExecStartPre=/bin/rm -f ${cid}
ExecStart=${command.map(quoteForSystemd).join(" ")}
ExecStop=/usr/bin/podman stop --ignore --time=${component.stop.timeout} --cidfile=${cid}
ExecStopPost=/usr/bin/podman rm --force --ignore --cidfile=${cid}

[Install]
WantedBy=multi-user.target
`;
}
function cidFile(component) {
    return `/run/${component.unit}.ctr-id`;
}
/** A word of a command line as systemd reads it back to the same word. */
function quoteForSystemd(word) {
    const literal = word.replaceAll("%", "%%").replaceAll("$", "$$$$");
    if (!/[\s"'\\;]/.test(literal) && literal !== "")
        return literal;
    return `"${literal.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/release/render.js







/** The images each component a tenant deploys needs: its own first, then those of its steps; and those backups need. */
function imagesByComponent(tenant, catalogue) {
    const deployed = catalogue.filter((component) => isDeployed(component, tenant));
    const own = deployed.map((component) => [
        component.name,
        [{ image: component.image, tag: component.tag(tenant) }, ...(component.stepImages?.(tenant) ?? [])],
    ]);
    const backup = tenant.extras.backup === undefined ? [] : [[lock/* BACKUP_IMAGES */.Ey, [(0,endpoints/* restic */.Np)(tenant), (0,endpoints/* postgres */.os)(tenant)]]];
    return Object.fromEntries([...own, ...backup]);
}
/** The images a tenant's release needs, to be resolved to digests before `render`. Each once. */
function imagesOf(tenant, catalogue) {
    return (0,lock/* eachOnce */.B)(Object.values(imagesByComponent(tenant, catalogue)).flat());
}
/** Renders a release. Throws where `digests` lacks one of `imagesOf`: a mistake of the caller. */
function render(tenant, digests, catalogue) {
    const deployed = catalogue.filter((component) => isDeployed(component, tenant));
    const shared = { format: 1, tenant: tenant.name, complete: true };
    const app = {
        ...shared,
        ...rest(tenant, digests, deployed, tenant.app),
        certificates: certificatesOf(tenant, deployed),
        calls: null,
        marks: [(0,endpoints/* databaseStep */.y5)(tenant), (0,endpoints/* bucketStep */.zb)(tenant, digests)],
    };
    const voice = {
        ...shared,
        ...rest(tenant, digests, deployed, tenant.voice),
        certificates: null,
        calls: callsOf(tenant),
        marks: [],
    };
    return stamped(tenant.name, app, voice);
}
/** A release of two states, with the fingerprint that follows from them. */
function stamped(tenant, app, voice) {
    const fingerprint = (0,release_fingerprint/* fingerprintOf */.a)({ app: { ...app, release: "" }, voice: { ...voice, release: "" } });
    const release = fingerprint;
    return { tenant, fingerprint, app: { ...app, release }, voice: { ...voice, release } };
}
function isDeployed(component, tenant) {
    return component.isDeployed?.(tenant) ?? true;
}
function rest(tenant, digests, deployed, host) {
    const { role, name } = host;
    const here = deployed.flatMap((component) => {
        const phase = component.placement[role];
        return phase === undefined ? [] : [{ component, phase }];
    });
    const units = new Map(here.map(({ component }) => [component.name, component.unit]));
    const components = here.map((placed) => renderComponent(placed, tenant, digests, units));
    return { role, host: name, components };
}
function renderComponent({ component, phase }, tenant, digests, units) {
    const tag = component.tag(tenant);
    const image = (0,endpoints/* byDigest */._W)({ image: component.image, tag }, digests);
    const command = commandOf(component, image);
    const after = component.after.map((name) => units.get(name)).filter((unit) => unit !== undefined);
    const { name, unit, container, impact, busy } = component;
    return {
        name,
        unit,
        container,
        image,
        tag,
        phase,
        impact,
        command,
        env_file: component.envFile,
        files: [
            { path: component.envFile, mode: "0600", content: (0,env_file/* renderEnvironment */.C)(component.env(tenant, digests)) },
            {
                path: `/etc/systemd/system/${unit}`,
                mode: "0644",
                content: (0,release_text/* text */.Qq)(renderUnit(component, command, after)),
            },
            ...(component.files?.(tenant) ?? []),
        ],
        seeds: component.seeds ?? [],
        volumes: component.dataVolumes ?? [],
        before: component.before?.(tenant, digests) ?? [],
        after: component.afterwards?.(tenant, digests) ?? [],
        probes: component.probes(tenant),
        probe_timeout: tenant.extras.health_timeout ?? component.probeTimeout,
        ...(component.schema === undefined ? {} : { schema: component.schema }),
        ...(busy === undefined ? {} : { busy: busy.words, busy_timeout: busy.timeout(tenant) }),
    };
}
function certificatesOf({ settings, app, custom }, deployed) {
    const readers = deployed.filter((component) => component.readsCertificates).map(({ name }) => name);
    if (custom === undefined) {
        const names = [settings.fqdn, app.lan, app.connection.address, app.wan].filter((name) => name !== undefined);
        return { files: [], selfsigned: { names: [...new Set(names)] }, readers };
    }
    const files = [
        { path: `${endpoints/* CERTIFICATES */.$b}/cert.pem`, mode: "0644", content: (0,release_text/* text */.Qq)(custom.certificate) },
        { path: `${endpoints/* CERTIFICATES */.$b}/key.pem`, mode: "0600", content: (0,release_text/* text */.Qq)((0,release_text/* slot */.NI)(secrets/* CERTIFICATE_KEY */.as)) },
    ];
    return { files, selfsigned: null, readers };
}
function callsOf({ settings, voice }) {
    const password = (0,release_text/* text */.Qq)((0,release_text/* slot */.NI)("ami_password"));
    return {
        ami: { host: voice.lan, port: endpoints/* PORTS */.hz.ami, user: settings.ami_user, password },
        rtpengine: { host: voice.lan, port: endpoints/* PORTS */.hz.rtpengine },
    };
}


/***/ })

};
