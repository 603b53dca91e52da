import type { Item } from '../../../src-shared/service/item.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { toSummary } from '../catalogue/present.ts';
import { availability, limitations } from './availability.ts';
import type { Surroundings } from './context.ts';
import { Conversation, Departure, type Patience } from './conversation.ts';
import { playItem } from './play-item.ts';
import type { Stage } from './stage.ts';

export interface SessionOptions {
  readonly surroundings: Surroundings;
  readonly stage: Stage;
  readonly catalogue: Catalogue;
  readonly patience: Patience;
  readonly centreOnline: () => boolean;
  /** Tells when `centreOnline` or a device may have changed. */
  readonly onConditionChanged: (listener: () => void) => () => void;
  readonly staff: (conversation: Conversation) => Promise<void>;
}

const farewellMs = 5_000;

/**
 * The life of the front of the machine: attract, home, one item, farewell, attract. Ends only when the process
 * does, or by a bug, which it throws.
 */
export async function serveCitizens(options: SessionOptions): Promise<never> {
  const { stage } = options;
  const conversation = new Conversation(stage, options.surroundings.clock, () => patience(options));
  for (;;) {
    stage.forgetPerson();
    const act = await attract(conversation, options);
    if (act === 'staff') {
      await visit(() => options.staff(conversation));
      continue;
    }
    await visit(async () => {
      const item = await chooseItem(conversation, options);
      if (item === null) return;
      await playItem(options.surroundings, conversation, item);
      await conversation.askFor({ kind: 'farewell' }, ['next'], {
        resolveAfterMs: farewellMs,
        canLeave: false,
      });
    });
  }
}

/** A person may go away at any point of a visit; then the next one begins at the attract screen. */
async function visit(play: () => Promise<void>): Promise<void> {
  try {
    await play();
  } catch (thrown) {
    if (!(thrown instanceof Departure)) throw thrown;
  }
}

/** Older people get twice the time. */
function patience({ stage, patience: usual }: SessionOptions): Patience {
  const factor = stage.view.largeText ? 2 : 1;
  return { idleMs: usual.idleMs * factor, warningMs: usual.warningMs * factor };
}

async function attract(conversation: Conversation, options: SessionOptions): Promise<'start' | 'staff'> {
  const screen = () => ({
    kind: 'attract' as const,
    limitations: limitations(options.surroundings, options.centreOnline()),
  });
  const answer = await conversation.during(
    screen(),
    (signal, amend) => follow(options, signal, () => amend(screen())),
    ['start', 'openStaff'],
    { patience: null, canLeave: false },
  );
  return answer.kind === 'act' && answer.act.type === 'openStaff' ? 'staff' : 'start';
}

/** Home, by category or by search, until an item is chosen; null when the citizen goes back to the start. */
async function chooseItem(conversation: Conversation, options: SessionOptions): Promise<Item | null> {
  const { catalogue, surroundings } = options;
  const summary = (item: Item) => toSummary(item, availability(item, surroundings));
  const home = () => ({
    kind: 'home' as const,
    categories: catalogue.categories(),
    frequent: catalogue.frequent().map(summary),
    limitations: limitations(surroundings, options.centreOnline()),
  });
  for (;;) {
    const chosen = await conversation.during(
      home(),
      (signal, amend) => follow(options, signal, () => amend(home())),
      ['chooseCategory', 'chooseItem'],
    );
    if (chosen.kind === 'done') return null;
    const { act } = chosen;
    const item =
      act.type === 'chooseItem'
        ? catalogue.item(act.code)
        : await chooseInCategory(conversation, options, act.categoryId);
    if (item !== undefined && availability(item, surroundings) === null) return item;
  }
}

async function chooseInCategory(
  conversation: Conversation,
  { catalogue, surroundings }: SessionOptions,
  categoryId: string,
): Promise<Item | undefined> {
  const category = catalogue.categories().find((candidate) => candidate.id === categoryId);
  if (category === undefined) return undefined;
  const items = catalogue
    .itemsOf(categoryId)
    .map((item) => toSummary(item, availability(item, surroundings)));
  const act = await conversation.ask({ kind: 'category', category, items }, ['chooseItem', 'back']);
  return act.type === 'chooseItem' ? catalogue.item(act.code) : undefined;
}

/** Calls `changed` after every change of condition until aborted. */
function follow(options: SessionOptions, signal: AbortSignal, changed: () => void): Promise<void> {
  return new Promise((resolve) => {
    const stop = options.onConditionChanged(changed);
    signal.addEventListener('abort', () => {
      stop();
      resolve();
    });
  });
}
