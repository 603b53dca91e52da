import type { EmulatorSwitch } from '../../emulation/emulator.ts';
import type { UnitView } from '../unit.ts';

import { bilingual, chinese } from './words.ts';

// From outside this folder only types may be imported: the browser gets no other file.

interface Message {
  readonly at: string;
  readonly phoneMasked: string;
  readonly text: string;
}

interface PhoneOwner {
  readonly key: string;
}

const names: Partial<Record<UnitView['class'], string>> = {
  identityCardReader: '身份证阅读器',
  cardReader: '读卡器',
  cashAcceptor: '纸币接收机',
  cashDispenser: '出钞机',
  coinAcceptor: '硬币机',
  barcodeReader: '扫码器',
  pinPad: '密码键盘',
  auxiliaries: '门与指示灯',
  powerSupply: '电源',
  locker: '证照柜',
  receiptPrinter: '凭条打印机',
  documentPrinter: '文书打印机',
};

function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found;
}

async function post(path: string, body: object): Promise<void> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) byId('connection').textContent = (await response.json()).error;
  await refresh();
}

function move(unit: UnitView, one: EmulatorSwitch, value: string | boolean): void {
  void post(`/api/units/${unit.id}/switches/${one.id}`, { value });
}

/** A list of few values or of cards is laid out as buttons: what is chosen often should take one touch. */
function choice(unit: UnitView, one: EmulatorSwitch): HTMLElement {
  if (one.id !== 'card') {
    const select = element('select', { 'data-switch': one.id });
    for (const option of one.options ?? []) {
      const item = element('option', { value: option }, chinese(option));
      item.selected = option === one.value;
      select.append(item);
    }
    select.onchange = () => move(unit, one, select.value);
    return element('label', { class: 'field' }, bilingual(one.id, one.label), select);
  }
  const buttons = (one.options ?? []).map((option) => {
    const button = element(
      'button',
      { 'data-value': option, 'aria-pressed': String(option === one.value) },
      chinese(option),
    );
    button.onclick = () => move(unit, one, option);
    return button;
  });
  return element(
    'div',
    { class: 'choices', role: 'group', 'aria-label': one.label, 'data-switch': one.id },
    ...buttons,
  );
}

function control(unit: UnitView, one: EmulatorSwitch): HTMLElement {
  if (one.kind === 'choice') return choice(unit, one);
  const attributes: Record<string, string> =
    one.kind === 'toggle' ? { role: 'switch', 'aria-checked': String(one.value) } : {};
  const button = element('button', { 'data-switch': one.id, ...attributes }, bilingual(one.id, one.label));
  button.onclick = () => move(unit, one, one.kind === 'action' ? true : one.value !== true);
  return button;
}

let owners: readonly PhoneOwner[] = [];

/** The phones that can be held before a scanner, each with a new code. */
function phones(unit: UnitView): HTMLElement[] {
  if (!unit.scans || owners.length === 0) return [];
  const buttons = [null, ...owners.map(({ key }) => key)].map((person) => {
    const button = element('button', { 'data-phone': person ?? '' }, chinese(person ?? 'noPhone'));
    button.onclick = () => void post(`/api/units/${unit.id}/phone`, { person });
    return button;
  });
  return [
    element('h3', {}, '出示手机电子码 ', element('span', { lang: 'en' }, 'Hold a phone before it')),
    element('div', { class: 'choices' }, ...buttons),
  ];
}

async function readOwners(): Promise<void> {
  const response = await fetch('/api/phones');
  if (!response.ok) return;
  owners = (await response.json()).owners;
  drawn = '';
  await refresh();
}

function line(unit: UnitView): HTMLElement[] {
  if (unit.line === null) return [];
  const { address, plugged } = unit.line;
  const button = element(
    'button',
    { 'data-line': String(plugged) },
    plugged ? '拔线 Unplug' : '插线 Plug in',
  );
  button.onclick = () => void post(`/api/units/${unit.id}/line`, { plugged: !plugged });
  const state = element(
    'span',
    { class: plugged ? 'state' : 'state off' },
    plugged ? '✓ 已连接' : '✕ 已断开',
  );
  return [
    element('h3', {}, '连线 ', element('span', { lang: 'en' }, 'Line')),
    element('div', { class: 'line' }, state, button),
    element('p', { class: 'address' }, address),
  ];
}

const svg = 'http://www.w3.org/2000/svg';

function shape(name: string, attributes: Record<string, string | number>, text = ''): SVGElement {
  const made = document.createElementNS(svg, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.textContent = text;
  return made;
}

/** The unit seen from where a person stands, with what lies in it. */
function drawing(unit: UnitView): SVGElement {
  const plugged = unit.line === null || unit.line.plugged;
  const made = shape('svg', {
    viewBox: '0 0 480 200',
    class: plugged ? 'drawing' : 'drawing unplugged',
    'aria-hidden': 'true',
  });
  made.append(
    shape('path', { class: 'cable', d: 'M380 150 C430 150 430 190 480 190' }),
    shape('rect', { class: 'body', x: 100, y: 40, width: 280, height: 130, rx: 16 }),
  );
  if (unit.class === 'identityCardReader') {
    made.append(shape('rect', { class: 'glass', x: 130, y: 60, width: 220, height: 90, rx: 8 }));
    const card = unit.switches.find(({ id }) => id === 'card')?.value;
    if (card !== undefined && card !== 'none') {
      const wrong = card === 'not-an-identity-card';
      made.append(
        shape('rect', {
          class: wrong ? 'card wrong' : 'card',
          x: 175,
          y: 68,
          width: 130,
          height: 76,
          rx: 10,
        }),
        shape('text', { x: 240, y: 112 }, wrong ? '非身份证' : '身份证'),
      );
    }
  } else if (unit.class === 'documentPrinter' || unit.class === 'receiptPrinter') {
    const wide = unit.class === 'documentPrinter' ? 180 : 90;
    made.append(
      shape('rect', { class: 'slot', x: 240 - wide / 2 - 10, y: 96, width: wide + 20, height: 12, rx: 6 }),
    );
    if (unit.switches.some(({ id, value }) => id === 'takeTicket' && value === true)) {
      made.append(shape('rect', { class: 'paper', x: 240 - wide / 2, y: 102, width: wide, height: 84 }));
    }
  }
  return made;
}

function artifacts(unit: UnitView): HTMLElement[] {
  return unit.artifacts.map(({ name, contentType }) => {
    // The time makes the browser ask again: the address stays the same for the next receipt.
    const address = `/api/units/${unit.id}/artifacts/${name}`;
    const figure = element('div', { class: 'artifact', 'data-artifact': name });
    const link = element('a', { href: address, target: '_blank' }, name);
    if (!contentType.startsWith('image/')) return element('div', { class: 'artifact' }, link);
    const image = element('img', { src: `${address}?${Date.now()}`, alt: `${unit.title}: ${name}` });
    image.onerror = () => figure.replaceChildren();
    figure.append(link, image);
    return figure;
  });
}

function card(unit: UnitView): HTMLElement {
  const [cards, others] = [
    unit.switches.filter(({ id }) => id === 'card'),
    unit.switches.filter(({ id }) => id !== 'card'),
  ];
  return element(
    'section',
    { class: 'unit', 'data-unit': unit.id },
    element('h2', {}, `${names[unit.class] ?? unit.class} `, element('span', { lang: 'en' }, unit.title)),
    drawing(unit),
    element('ul', { class: 'holds' }, ...unit.holds.map((hold) => element('li', {}, hold))),
    ...cards.map((one) => control(unit, one)),
    ...phones(unit),
    element('h3', {}, '开关与故障 ', element('span', { lang: 'en' }, 'Switches and faults')),
    ...others.filter(({ kind }) => kind === 'choice').map((one) => control(unit, one)),
    element(
      'div',
      { class: 'choices' },
      ...others.filter(({ kind }) => kind !== 'choice').map((one) => control(unit, one)),
    ),
    ...line(unit),
    ...artifacts(unit),
  );
}

let drawn = '';

async function refresh(): Promise<void> {
  const units: UnitView[] = await (await fetch('/api/units')).json();
  const text = JSON.stringify(units);
  if (text === drawn) return;
  drawn = text;
  // The focus stays on the control that was used, for whoever works with the keyboard.
  const focused = document.activeElement?.closest('[data-switch],[data-line],[data-value]');
  const unitId = focused?.closest('[data-unit]')?.getAttribute('data-unit');
  const mark = ['data-value', 'data-line', 'data-switch'].find((name) => focused?.hasAttribute(name));
  byId('units').replaceChildren(...units.map(card));
  if (unitId !== undefined && unitId !== null && mark !== undefined) {
    const value = mark === 'data-line' ? '' : `="${CSS.escape(focused?.getAttribute(mark) ?? '')}"`;
    document.querySelector<HTMLElement>(`[data-unit="${unitId}"] [${mark}${value}]`)?.focus();
  }
}

async function readMessages(): Promise<void> {
  const note = byId('messages-note');
  try {
    const response = await fetch('/api/sms');
    const answer = await response.json();
    // Without a server there never will be a message.
    if (response.status === 404) clearInterval(polling);
    if (!response.ok) throw new Error(answer.error);
    const messages: Message[] = Array.isArray(answer) ? answer : answer.messages;
    byId('messages').replaceChildren(
      ...messages.map(({ at, phoneMasked, text }) =>
        element(
          'li',
          {},
          element('time', { datetime: at }, `${new Date(at).toLocaleTimeString()} ${phoneMasked}`),
          text,
        ),
      ),
    );
    note.textContent = messages.length === 0 ? '还没有短信。 No message yet.' : '';
  } catch (error) {
    note.textContent = error instanceof Error ? error.message : String(error);
  }
}

const events = new EventSource('/api/events');
events.onmessage = () => void refresh();
events.onopen = () => {
  byId('connection').className = '';
  byId('connection').textContent = '';
};
events.onerror = () => {
  byId('connection').className = 'lost';
  byId('connection').textContent = '设备台没有应答 The bench does not answer';
};

const polling = setInterval(() => void readMessages(), 2_000);
void readMessages();
void readOwners();
