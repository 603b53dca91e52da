import type { Page } from 'playwright-core';
import { zh } from '../../src-renderer/i18n/zh.ts';
import type { ScreenKind } from '../../src-shared/view.ts';
import type { World } from '../world.ts';

/**
 * A citizen with two hands: touches what the screen offers, lays a card on the reader, reads the text message.
 * Knows nothing but what a person sees.
 */
export class Citizen {
  readonly page: Page;
  readonly #world: World;

  constructor(page: Page, world: World) {
    this.page = page;
    this.#world = world;
  }

  /** Waits until this screen shows. */
  async sees(kind: ScreenKind, milliseconds = 20_000): Promise<void> {
    try {
      await this.page.locator(`[data-screen="${kind}"]`).waitFor({ timeout: milliseconds });
    } catch (error) {
      const shown = await this.page
        .locator('[data-screen]')
        .getAttribute('data-screen')
        .catch(() => null);
      throw new Error(`expected the screen ${kind}, saw ${shown ?? 'nothing'}`, { cause: error });
    }
  }

  async touch(name: string | RegExp): Promise<void> {
    const button = this.page.getByRole('button', { name, exact: typeof name === 'string' }).first();
    await button.click({ timeout: 10_000 });
  }

  async laysCard(key: string): Promise<void> {
    await this.sets('identity-card-reader', 'card', key);
  }

  async liftsCard(): Promise<void> {
    await this.sets('identity-card-reader', 'card', 'none');
  }

  /** A switch of the device bench: what hands and bad luck do to the machine. */
  async sets(unit: string, name: string, value: string | boolean): Promise<void> {
    await post(`${this.#world.bench.url}api/units/${unit}/switches/${name}`, { value });
  }

  async plugs(unit: string, plugged: boolean): Promise<void> {
    await post(`${this.#world.bench.url}api/units/${unit}/line`, { plugged });
  }

  /** The code of the newest text message on the sandbox's phone. */
  async readsCode(): Promise<string> {
    const answer = await fetch(`${this.#world.serverUrl}/sandbox/sms`);
    const { messages } = (await answer.json()) as { messages: { at: string; text: string }[] };
    const codes = messages.filter(({ text }) => text.includes('验证码'));
    const newest = codes.toSorted((a, b) => a.at.localeCompare(b.at)).at(-1);
    const code = /\d{6}/.exec(newest?.text ?? '')?.[0];
    if (code === undefined) throw new Error('no text message with a code of six digits');
    return code;
  }

  async typesCode(code: string): Promise<void> {
    for (const digit of code) await this.touch(digit);
    await this.touch(zh.verify.confirm);
  }

  /** From attract to the screen before the card. */
  async choosesItem(name: string): Promise<void> {
    await this.sees('attract');
    await this.touch(zh.attract.start);
    await this.sees('home');
    await this.touch(new RegExp(name));
    await this.sees('notice');
    await this.touch(zh.notice.start);
    await this.sees('consent');
    await this.touch(zh.consent.agree);
    await this.sees('identify');
  }

  /** Asked where an item may be done for another person too. */
  async comesForThemselves(): Promise<void> {
    await this.sees('forWhom');
    await this.touch(new RegExp(zh.forWhom.names.self));
  }

  /** From the card reader to the question whether to print. */
  async goesToConfirm(card: string): Promise<void> {
    await this.laysCard(card);
    await this.sees('verify');
    await this.typesCode(await this.readsCode());
    await this.comesForThemselves();
    await this.sees('parameters');
    await this.touch(zh.actions.next);
    await this.sees('preview');
    await this.touch(zh.preview.accept);
    await this.sees('confirm');
  }
}

async function post(url: string, body: unknown): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
}
