"use strict";
// The desk on the page: xterm.js draws what the program writes, and a websocket carries it and what is typed.

const FONT_SIZE = "bulletin.fontSize";
const style = getComputedStyle(document.documentElement);
const light = matchMedia("(prefers-color-scheme: light)").matches;
const ENDED = 4002; // bulletin.web.server: the login has ended

const terminal = new Terminal({
  allowProposedApi: true, // for terminal.unicode
  cursorBlink: false,
  fontFamily: style.getPropertyValue("--cells"),
  fontSize: Number(localStorage.getItem(FONT_SIZE)) || 16,
  scrollback: 0,
  theme: { background: style.getPropertyValue("--ground"), foreground: style.getPropertyValue("--ink") },
});
closeUp();
const fit = new FitAddon.FitAddon();
terminal.loadAddon(fit);
terminal.unicode.register(widths); // widths.js: the program's own table
terminal.unicode.activeVersion = widths.version;
terminal.open(document.getElementById("terminal"));
fit.fit();

// Two cells of a wide Latin face are wider than one Chinese letter: the cells move together, so that words hang together.
function closeUp() {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${terminal.options.fontSize}px ${terminal.options.fontFamily}`;
  const room = 2 * pen.measureText("w").width - pen.measureText("中").width;
  terminal.options.letterSpacing = -Math.max(0, Math.floor(room / 2));
}

let socket = null;
let login = false;

function connect() {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  terminal.reset();
  socket = new WebSocket(`${scheme}://${location.host}/desk?size=${size()}&light=${light ? 1 : 0}`);
  socket.binaryType = "arraybuffer";
  socket.onmessage = (message) => terminal.write(new Uint8Array(message.data));
  socket.onclose = (event) => ended(event.code, event.reason || "与服务的连接断了");
  document.getElementById("ended").hidden = true;
  terminal.focus();
}

function size() {
  return `${terminal.cols}x${terminal.rows}`;
}

function isOpen() {
  return socket && socket.readyState === WebSocket.OPEN;
}

function ended(code, why) {
  login = code === ENDED;
  document.getElementById("why").textContent = why;
  document.getElementById("again").textContent = login ? "登录" : "重新打开";
  document.getElementById("ended").hidden = false;
  document.getElementById("again").focus();
}

async function again() {
  if (login) return location.assign("/login");
  try {
    const answer = await fetch("/", { redirect: "manual" });
    if (answer.type === "opaqueredirect") return location.assign("/login");
    connect();
  } catch {
    document.getElementById("why").textContent = "还连不上服务，请稍后再试";
  }
}

function resizeFont(step) {
  terminal.options.fontSize = Math.min(40, Math.max(10, terminal.options.fontSize + step));
  localStorage.setItem(FONT_SIZE, terminal.options.fontSize);
  closeUp();
  fit.fit();
  terminal.focus();
}

// A key right after an input method's last word waits for it: xterm.js sends that word a moment later, or cuts it.
let settling = false;
terminal.textarea.addEventListener("compositionend", () => {
  settling = true;
  setTimeout(() => (settling = false));
});
// Keys of the browser that people expect to copy and paste; everything else belongs to the desk.
terminal.attachCustomKeyEventHandler((event) => {
  if (settling && event.type === "keydown" && event.key.length > 1 && event.key !== "Process") {
    event.preventDefault();
    setTimeout(() => terminal.textarea.dispatchEvent(new KeyboardEvent("keydown", event)));
    return false;
  }
  const pressed = event.ctrlKey || event.metaKey ? event.key.toLowerCase() : "";
  return !(pressed === "v" || (pressed === "c" && terminal.hasSelection()));
});
// What the desk copies goes to the clipboard, where the browser allows it; the clipboard is never read.
terminal.parser.registerOscHandler(52, (said) => {
  const bytes = Uint8Array.from(atob(said.slice(said.indexOf(";") + 1)), (one) => one.charCodeAt(0));
  if (navigator.clipboard) navigator.clipboard.writeText(new TextDecoder().decode(bytes)).catch(() => {});
  return true;
});
const encoder = new TextEncoder();
terminal.onData((typed) => isOpen() && socket.send(encoder.encode(typed)));
terminal.onBinary((typed) => isOpen() && socket.send(Uint8Array.from(typed, (one) => one.charCodeAt(0))));
terminal.onResize(() => isOpen() && socket.send(size()));
new ResizeObserver(() => fit.fit()).observe(document.getElementById("terminal"));
document.getElementById("larger").onclick = () => resizeFont(1);
document.getElementById("smaller").onclick = () => resizeFont(-1);
document.getElementById("again").onclick = again;
addEventListener("pagehide", () => socket && socket.close());
addEventListener("pageshow", (event) => event.persisted && location.reload());
connect();
