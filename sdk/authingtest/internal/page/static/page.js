// The page of the service in a box. It listens to the stream of what is in the
// box and keeps the tables as it says. Whatever comes from users is put in as
// text.

const byID = (id) => document.getElementById(id);

// element makes an element with text or elements in it.
const element = (tag, properties = {}, ...inside) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...inside);
  return made;
};

// setText writes only what differs, so that a selection survives.
const setText = (target, text) => {
  if (target.textContent !== text) target.textContent = text;
};

// report shows an error until it is dismissed or something works again.
const report = (message) => {
  byID("problem").hidden = message === "";
  setText(byID("problem").querySelector("span"), message);
};
byID("problem").querySelector("button").addEventListener("click", () => report(""));

// order lets the box do something.
const order = async (path, what) => {
  try {
    const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(what) });
    const told = await answer.json();
    report(answer.ok ? "" : told.error);
  } catch (failed) {
    report(`The box did not answer: ${failed.message}`);
  }
};

// copyButton makes a button that copies what text gives.
const copyButton = (label, text) => listenForCopy(element("button", { type: "button", className: "quiet", textContent: "copy", ariaLabel: label }), text);

const listenForCopy = (button, text) => {
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text());
      button.textContent = "copied";
      setTimeout(() => (button.textContent = "copy"), 1200);
    } catch {
      report("The browser does not let this page copy: select the text instead, or open the page as localhost.");
    }
  });
  return button;
};

// --- time -----------------------------------------------------------------

const clock = { box: 0, here: 0 }; // the box's time that came last, and when it came
const boxNow = () => clock.box + (performance.now() - clock.here);
const timeForm = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
const dayForm = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const nowForm = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium", hourCycle: "h23" });

// timeText writes a time; the day only where it is another one than the box's.
const timeText = (text) => {
  const time = new Date(text);
  if (Number.isNaN(time.valueOf())) return text;
  const sameDay = time.toDateString() === new Date(boxNow()).toDateString();
  return sameDay ? timeForm.format(time) : `${dayForm.format(time)} ${timeForm.format(time)}`;
};

const showClock = () => {
  if (clock.box) setText(byID("now"), nowForm.format(new Date(boxNow())));
};
setInterval(showClock, 1000);

for (const button of document.querySelectorAll("[data-advance]")) {
  button.addEventListener("click", () => order("advance", { seconds: Number(button.dataset.advance) }));
}

// --- tables ---------------------------------------------------------------

// sync makes a table show rows, each a tbody of its own. A row that stays keeps
// its element, and so its focus, its selection and whether it is open.
const sync = (table, rows, key, make) => {
  const old = new Map([...table.tBodies].map((body) => [body.dataset.key, body]));
  const first = !table.dataset.filled;
  let place = table.tBodies[0] ?? null;
  for (const row of rows) {
    let body = old.get(key(row));
    old.delete(key(row));
    if (!body) {
      body = element("tbody", { className: first ? "" : "fresh" });
      body.dataset.key = key(row);
      body.update = make(body, row);
    }
    body.update(row);
    if (body === place) place = place.nextElementSibling;
    else table.insertBefore(body, place);
  }
  for (const gone of old.values()) gone.remove();
  table.dataset.filled = "yes";
};

// cells makes a row with so many cells and gives them.
const cells = (body, ...classes) => {
  const made = classes.map((name) => element("td", { className: name }));
  body.append(element("tr", {}, ...made));
  return made;
};

const badge = (text, kind = "") => element("span", { className: `badge ${kind}`, textContent: text });

// setBadges replaces the badges in a cell, where they differ.
const setBadges = (cell, ...badges) => {
  const told = badges.map((b) => b.textContent).join("\n");
  if (cell.dataset.told === told) return;
  cell.dataset.told = told;
  cell.replaceChildren(...badges.flatMap((b) => [b, " "]));
};

const countText = (section, shown, one) => {
  const more = section.found - shown;
  const found = section.found === section.all ? `${section.all}` : `${section.found} of ${section.all}`;
  return section.all === 0 ? "" : `${found}${more > 0 ? `, ${more} more than shown${one}` : ""}`;
};

// --- sections -------------------------------------------------------------

const known = { box: { url: "", passwordKey: "", pools: [] }, users: [] };

const showBox = (box) => {
  known.box = box;
  setText(byID("url"), box.url);
  setText(byID("password-key"), box.passwordKey);
  for (const id of ["codes", "outbox", "users"]) byID(id).classList.toggle("pools", box.pools.length > 1);
  sync(byID("pools"), box.pools, (pool) => pool.id, (body, { id, secret }) => {
    const [idCell, secretCell, name, users, register] = cells(body, "tight", "tight", "", "number", "");
    idCell.append(element("code", { textContent: id }), " ", copyButton(`Copy the pool ID ${id}`, () => id));
    const hidden = "•".repeat(12);
    const text = element("code", { className: "secret", textContent: hidden });
    const show = element("button", { type: "button", className: "quiet", textContent: "show", ariaPressed: "false" });
    show.addEventListener("click", () => {
      const shown = show.ariaPressed === "true";
      show.ariaPressed = String(!shown);
      show.textContent = shown ? "show" : "hide";
      text.textContent = shown ? hidden : secret;
    });
    secretCell.append(text, " ", show, " ", copyButton(`Copy the secret of the pool ${id}`, () => secret));
    return (pool) => {
      setText(name, pool.name);
      setText(users, String(pool.users));
      setBadges(register, pool.register ? badge("open", "good") : badge("off", "warn"));
    };
  });
};
listenForCopy(document.querySelector("[data-copy=url]"), () => known.box.url);
listenForCopy(document.querySelector("[data-copy=passwordKey]"), () => known.box.passwordKey);

const stateKinds = { good: "good", expired: "warn", used: "over", replaced: "over" };

const showOutbox = (section) => {
  setText(byID("outbox-count"), countText(section, section.rows.length, ": filter to find them"));
  byID("outbox-empty").hidden = section.all > 0;
  sync(byID("outbox"), section.rows, (m) => `${m.id} ${m.sent}`, (body, m) => {
    const [sent, channel, to, pool, what, purpose, state] = cells(body, "time", "", "wide", "pool tight", "tight", "name", "tight");
    setText(channel, m.channel);
    setText(to, m.to);
    setText(pool, m.pool);
    setText(purpose, m.purpose);
    if (m.code) what.append(element("span", { className: "what", textContent: m.code }), " ", copyButton(`Copy the code ${m.code}`, () => m.code), " ");
    if (/^https?:/.test(m.link)) what.append(element("a", { href: m.link, target: "_blank", rel: "noopener", textContent: m.code ? "picture" : "open the link" }));
    return (message) => {
      setText(sent, timeText(message.sent));
      setBadges(state, badge(message.state === "good" ? `good until ${timeText(message.expires)}` : message.state, stateKinds[message.state]));
    };
  });
};

const outcome = (request) => {
  if (request.status === 0) return badge("connection cut", "bad");
  if (request.code) return badge(request.status === 200 ? request.code : `${request.status} ${request.code}`, request.status === 200 ? "warn" : "bad");
  return badge(String(request.status), request.status < 400 ? "good" : "bad");
};

const tookText = (micros) => (micros < 1000 ? `${micros} µs` : `${(micros / 1000).toFixed(micros < 10_000 ? 1 : 0)} ms`);

// openDetails shows what a request carried, below its row.
const openDetails = async (inside, id) => {
  try {
    const answer = await fetch(`requests/${id}`);
    const details = await answer.json();
    if (!answer.ok) throw new Error(details.error);
    const parts = [["Query", details.query], ["Variables and parameters", details.variables]].filter(([, text]) => text);
    inside.replaceChildren(...parts.flatMap(([title, text]) => [element("h3", { textContent: title }), element("pre", { textContent: text })]));
    if (parts.length === 0) inside.textContent = "It carried nothing besides its path.";
  } catch (failed) {
    inside.textContent = failed.message;
  }
};

const showRequests = (section) => {
  setText(byID("requests-count"), section.all > section.found ? `the latest ${section.found} of ${section.all}` : section.all ? `${section.all}` : "");
  byID("requests-empty").hidden = section.all > 0;
  sync(byID("requests"), section.rows, (r) => `${r.id} ${r.time}`, (body, r) => {
    const [time, call, by, came, took] = cells(body, "time", "wide", "tight", "name", "number");
    const opener = element("button", { type: "button", className: "opener", ariaExpanded: "false" });
    const words = element("span", {}, element("code", { textContent: r.field || `${r.method} ${r.path}` }));
    if (r.operation && r.operation.toLowerCase() !== r.field.toLowerCase()) words.append(" ", element("span", { className: "soft", textContent: r.operation }));
    opener.append(words);
    const inside = element("td", { colSpan: 5 });
    const below = element("tr", { className: "inside", hidden: true }, inside);
    body.append(below);
    opener.addEventListener("click", () => {
      below.hidden = !below.hidden;
      opener.ariaExpanded = String(!below.hidden);
      if (!below.hidden && !inside.hasChildNodes()) openDetails(inside, r.id);
    });
    call.append(opener);
    setText(by, r.caller);
    by.title = r.userID;
    came.append(outcome(r), " ", element("span", { className: "soft", textContent: r.message }));
    setText(took, tookText(r.micros));
    return (request) => setText(time, timeText(request.time));
  });
};

const nameOf = (user) => user.nickname || user.email || user.username || user.phone || user.id;

const showUsers = (section) => {
  known.users = section.rows;
  setText(byID("users-count"), countText(section, section.rows.length, ": filter to find them"));
  byID("users-empty").hidden = section.all > 0;
  sync(byID("users"), section.rows, (u) => `${u.pool} ${u.id}`, (body, { id }) => {
    const [email, phone, username, nickname, pool, sessions, last, roles, idCell] = cells(body, "wide", "tight", "name", "name nickname", "pool tight", "number", "time", "name", "tight");
    const texts = [email, phone].map((cell) => {
      const text = element("span");
      const verified = element("span", { className: "soft", title: "verified", textContent: " ✓", ariaLabel: "verified" });
      cell.append(text, verified);
      return { text, verified };
    });
    const name = element("span");
    const marks = element("span");
    nickname.append(name, " ", marks);
    idCell.append(element("code", { textContent: `${id.slice(0, 8)}…`, title: id }), " ", copyButton(`Copy the user ID ${id}`, () => id));
    return (user) => {
      setText(texts[0].text, user.email);
      texts[0].verified.hidden = !user.emailVerified || !user.email;
      setText(texts[1].text, user.phone);
      texts[1].verified.hidden = !user.phoneVerified || !user.phone;
      setText(username, user.username === user.email ? "" : user.username);
      setText(name, user.nickname);
      setBadges(marks, ...[user.blocked && badge("blocked", "bad"), user.deleted && badge("deleted", "over")].filter(Boolean));
      setText(pool, user.pool);
      setText(sessions, user.sessions ? String(user.sessions) : "–");
      setText(last, user.lastLogin ? timeText(user.lastLogin) : "never");
      setBadges(roles, ...user.roles.map((role) => badge(role, "over")), ...user.groups.map((group) => badge(group)));
    };
  });
  for (const select of document.querySelectorAll("#codes select")) fillPeople(select);
};

// fillPeople offers the users of a pool, who may sign in ahead, and keeps the one
// that is chosen.
const fillPeople = (select) => {
  const chosen = select.value;
  const people = known.users.filter((user) => user.pool === select.dataset.pool && !user.deleted).sort((a, b) => a.blocked - b.blocked);
  const told = people.map((user) => `${user.id} ${nameOf(user)} ${user.blocked}`).join("\n");
  if (select.dataset.told === told) return; // somebody may be choosing
  select.dataset.told = told;
  select.replaceChildren(...people.map((user) => element("option", { value: user.id, textContent: user.blocked ? `${nameOf(user)} (blocked)` : nameOf(user) })));
  if (people.some((user) => user.id === chosen)) select.value = chosen;
  if (people.length === 0) select.append(element("option", { value: "", textContent: "no user is shown below" }));
};

const showCodes = (codes) => {
  byID("codes-section").hidden = codes.length === 0;
  sync(byID("codes"), codes, (c) => `${c.pool} ${c.id} ${c.expires}`, (body, code) => {
    const [idCell, pool, until, person, actions] = cells(body, "wide", "pool tight", "time", "", "");
    const { id, confirms } = code;
    idCell.append(element("code", { textContent: id }), " ", element("span", { className: "soft", textContent: confirms ? "mobile program" : "mini program" }));
    setText(pool, code.pool);
    const select = element("select", { ariaLabel: `Who scans the QR code ${id}` });
    select.dataset.pool = code.pool;
    fillPeople(select);
    const who = element("span");
    person.append(select, who);
    const button = (name, text, className, what) => {
      const made = element("button", { type: "button", textContent: text, className });
      made.addEventListener("click", () => order(name, { pool: code.pool, id, ...what() }));
      return made;
    };
    const scan = button("scan", "scan", "main", () => ({ user: select.value, confirms }));
    const confirm = button("confirm", "confirm", "main", () => ({}));
    const cancel = button("cancel", "cancel", "", () => ({}));
    actions.append(element("div", { className: "actions" }, scan, confirm, cancel));
    return ({ expires, scanned }) => {
      setText(until, timeText(expires));
      scan.hidden = select.hidden = scanned !== "";
      confirm.hidden = cancel.hidden = scanned === "";
      const user = known.users.find((u) => u.id === scanned);
      setText(who, scanned ? `scanned by ${user ? nameOf(user) : scanned}` : "");
    };
  });
};

const showTime = (now) => {
  Object.assign(clock, { box: Date.parse(now), here: performance.now() });
  showClock();
};

// --- stream ---------------------------------------------------------------

const sections = { clock: showTime, box: showBox, users: showUsers, codes: showCodes, outbox: showOutbox, requests: showRequests };
const filters = { users: "", outbox: "" };
let source;
let again; // the timer of another attempt

const setStatus = (text, live) => {
  setText(byID("status"), text);
  byID("status").classList.toggle("live", live);
};

// listen opens the stream, with the filters as they are. The browser reconnects
// by itself unless the answer was no stream.
const listen = () => {
  clearTimeout(again);
  source?.close();
  source = new EventSource(`events?${new URLSearchParams(filters)}`);
  source.onopen = () => setStatus("live", true);
  source.onerror = ({ target }) => {
    setStatus("the box does not answer; trying again…", false);
    if (target === source && target.readyState === EventSource.CLOSED) again = setTimeout(listen, 2000);
  };
  for (const [name, show] of Object.entries(sections)) {
    source.addEventListener(name, ({ data }) => show(JSON.parse(data)));
  }
};

// A browser has few connections for one address: a page that nobody sees needs
// none.
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) return listen();
  clearTimeout(again);
  source?.close();
  setStatus("paused", false);
});

for (const name of Object.keys(filters)) {
  let typing;
  byID(`${name}-filter`).addEventListener("input", ({ target }) => {
    clearTimeout(typing);
    typing = setTimeout(() => {
      filters[name] = target.value.trim();
      listen();
    }, 200);
  });
}

listen();
