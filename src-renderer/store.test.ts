import { beforeEach, describe, expect, it } from 'vitest';
import { type View, view } from '../src-shared/view.ts';
import { useTerminalStore } from './store.ts';
import { stories } from './stories/fixtures.ts';

const someView = stories.find((story) => story.name === 'verify')?.view as View;
const at = (revision: number, screenId: string): View => ({ ...someView, revision, screenId });
const store = useTerminalStore.getState;

describe('before the terminal has said anything', () => {
  const { view: first } = store();

  it('stands as a machine that starts, in a view that keeps the contract', () => {
    expect(view.parse(first)).toMatchObject({ screen: { kind: 'starting' }, specimen: true });
  });

  it('is older than the first view of any terminal', () => {
    useTerminalStore.setState({ view: first });
    store().receive(at(0, 'screen-0'));
    expect(store().view?.revision).toBe(0);
  });
});

describe('what the renderer holds', () => {
  beforeEach(() => store().lose());

  it('keeps what is typed while the same visit of a screen goes on', () => {
    store().receive(at(1, 'a'));
    store().type({ digits: '12' });
    store().receive({ ...at(2, 'a'), language: 'en' });
    expect(store().typed.digits).toBe('12');
    expect(store().view?.language).toBe('en');
  });

  it('wipes everything typed when another visit begins', () => {
    store().receive(at(1, 'a'));
    store().type({
      digits: '123456',
      query: 'cbzm',
      charges: [{ billId: 'a', optionId: 'b' }],
      schemes: ['pension'],
      months: 12,
    });
    store().receive(at(2, 'b'));
    expect(store().typed).toEqual({
      digits: '',
      query: null,
      schemes: null,
      months: null,
      charges: null,
      answer: null,
    });
  });

  it('wipes view and typing when the terminal is lost', () => {
    store().receive(at(1, 'a'));
    store().type({ digits: '1' });
    store().lose();
    expect(store().view).toBeNull();
    expect(store().typed.digits).toBe('');
  });

  it('drops a view that is older than the one shown', () => {
    store().receive(at(5, 'a'));
    store().receive(at(4, 'b'));
    expect(store().view?.screenId).toBe('a');
  });

  it('takes the first view of a terminal that started again', () => {
    store().receive(at(500, 'a'));
    store().lose();
    store().receive(at(1, 'b'));
    expect(store().view?.screenId).toBe('b');
  });
});
