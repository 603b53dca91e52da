import { useState } from 'react';
import { shownAnswer } from '../../src-shared/service/answer.ts';
import type { Answer, Field } from '../../src-shared/service/field.ts';
import { Banner } from '../design/banner.tsx';
import { Button } from '../design/button.tsx';
import { Choice } from '../design/choice.tsx';
import { Keyboard } from '../design/keyboard.tsx';
import { Keypad } from '../design/keypad.tsx';
import { MonthPicker } from '../design/month-picker.tsx';
import { Pager } from '../design/pager.tsx';
import { Stage } from '../design/stage.tsx';
import { TypedLine } from '../design/typed-line.tsx';
import { groupDigits } from '../i18n/format.ts';
import { useTerminalStore } from '../store.ts';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import './field.css';

/** No screen asks for a choice among more than six. */
const PER_PAGE = 6;

/** One question of an item. What is typed is sent as the field expects it, and checked by the terminal. */
export function FieldQuestion({ screen }: ScreenProps<'field'>) {
  const { words, say, act } = useTerminal();
  const typed = useTerminalStore((state) => state.typed.answer);
  const type = useTerminalStore((state) => state.type);
  const { field } = screen;
  const current = typed ?? (screen.answer === null ? null : toTyped(field, screen.answer));
  const change = (answer: Answer) => type({ answer });
  const answer = current === null ? null : toAnswer(field, current);
  const count = field.type === 'choices' && Array.isArray(current) ? current.length : null;
  const waits =
    field.type === 'choice' || field.type === 'choices' || field.type === 'year' || field.type === 'month'
      ? words.field.chooseNeeded
      : words.field.needed;
  const problem = screen.problem !== null && typed === null && (
    <Banner tone="warning">{say(screen.problem)}</Banner>
  );
  // On a low screen a whole keyboard leaves no room above it.
  const beside = field.type === 'code';
  return (
    <Stage
      title={say(field.label)}
      explain={
        <>
          {say(screen.title)}
          {screen.count > 1 && ` · ${words.field.of(screen.ordinal, screen.count)}`}
          {field.hint !== undefined && <span className="field-hint">{say(field.hint)}</span>}
        </>
      }
      action={
        <div className="field-action">
          {beside && problem}
          <Button
            look="main"
            disabled={answer === null}
            onPress={() => answer !== null && act({ type: 'answer', answer })}
          >
            {answer === null ? waits : count === null ? words.field.next : words.field.chosen(count)}
          </Button>
        </div>
      }
    >
      {!beside && problem}
      <Entry screen={screen} value={current} onChange={change} />
    </Stage>
  );
}

interface EntryProps extends ScreenProps<'field'> {
  readonly value: Answer | null;
  readonly onChange: (value: Answer) => void;
}

function Entry({ screen, value, onChange }: EntryProps) {
  const { words, say } = useTerminal();
  const { field, options, bounds } = screen;
  const text = typeof value === 'string' ? value : '';
  const pad = (length: number, extra?: string) => (
    <Keypad
      value={text}
      length={length}
      words={words.field}
      onChange={onChange}
      {...(extra === undefined ? {} : { extra })}
    />
  );
  switch (field.type) {
    case 'choice':
    case 'choices':
      return (
        <Options
          multiple={field.type === 'choices'}
          options={options.map(({ value: id, label, detail }) => ({
            id,
            title: say(label),
            detail: detail && say(detail),
          }))}
          value={value}
          onChange={onChange}
        />
      );
    case 'year':
      return (
        <Options
          multiple={false}
          options={years(bounds?.earliest ?? '', bounds?.latest ?? '').map((year) => ({
            id: year,
            title: words.field.year(year),
            detail: undefined,
          }))}
          value={value}
          onChange={onChange}
        />
      );
    case 'month':
      return (
        <MonthPicker
          earliest={bounds?.earliest ?? ''}
          latest={bounds?.latest ?? ''}
          value={text === '' ? null : text}
          onChange={onChange}
        />
      );
    case 'date':
      return (
        <>
          <TypedLine value={dated(text)} count={text.length} />
          {pad(8)}
        </>
      );
    case 'digits':
      return (
        <>
          <TypedLine value={groupDigits(text)} count={text.length} />
          {pad(field.most)}
        </>
      );
    case 'amount':
      return (
        <>
          <TypedLine value={text === '' ? '' : `¥ ${text}`} count={text.length} />
          {pad(13, '.')}
        </>
      );
    case 'idNumber':
      return (
        <>
          <TypedLine value={groupDigits(text)} count={text.length} />
          {pad(18, 'X')}
        </>
      );
    case 'code':
      return (
        <>
          <TypedLine value={text.replace(/(.{4})(?=.)/g, '$1 ')} count={text.length} />
          <div className="field-keys">
            <Keyboard
              value={text}
              maxLength={field.most}
              words={words.search}
              onChange={(next) => onChange(next.toUpperCase())}
            />
          </div>
        </>
      );
  }
}

interface OptionsProps {
  readonly multiple: boolean;
  readonly options: readonly { id: string; title: string; detail: string | undefined }[];
  readonly value: Answer | null;
  readonly onChange: (value: Answer) => void;
}

function Options({ multiple, options, value, onChange }: OptionsProps) {
  const chosen = value === null ? [] : [value].flat();
  const at = options.findIndex(({ id }) => chosen.includes(id));
  const [page, setPage] = useState(at < 0 ? 0 : Math.floor(at / PER_PAGE));
  const pages = Math.max(1, Math.ceil(options.length / PER_PAGE));
  const choose = (id: string) => {
    if (!multiple) return onChange(id);
    const others = chosen.filter((one) => one !== id);
    // In the order of the list, whatever the order of the fingers.
    const next = chosen.includes(id) ? others : [...others, id];
    onChange(options.map((option) => option.id).filter((one) => next.includes(one)));
  };
  return (
    <>
      <div className="choices field-options">
        {options.slice(page * PER_PAGE, (page + 1) * PER_PAGE).map(({ id, title, detail }) => (
          <Choice
            key={id}
            kind={multiple ? 'checkbox' : 'radio'}
            selected={chosen.includes(id)}
            title={title}
            {...(detail === undefined ? {} : { detail })}
            onPress={() => choose(id)}
          />
        ))}
      </div>
      {pages > 1 && <Pager page={page} pages={pages} onPage={setPage} />}
    </>
  );
}

/** Latest first: that is what most people mean. */
function years(earliest: string, latest: string): string[] {
  const [first, last] = [Number(earliest), Number(latest)];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => String(last - index));
}

/** `20261122` as `2026-11-22`, as far as it is typed. */
function dated(digits: string): string {
  return [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8)].filter((part) => part !== '').join('-');
}

/** What is typed for an answer that was given before. */
function toTyped(field: Field, answer: Answer): Answer {
  if (typeof answer !== 'string') return answer;
  if (field.type === 'date') return answer.replaceAll('-', '');
  return field.type === 'amount' ? shownAnswer(field, answer, {}).zh.replace(/[^\d.]/g, '') : answer;
}

/** What is typed as the field expects it; null while it cannot be one. */
function toAnswer(field: Field, typed: Answer): Answer | null {
  if (typeof typed !== 'string') return field.type === 'choices' && typed.length < field.least ? null : typed;
  if (field.type === 'date') return typed.length === 8 ? dated(typed) : null;
  if (field.type === 'amount') {
    const parts = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(typed);
    return parts === null ? null : String(Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0')));
  }
  if ((field.type === 'digits' || field.type === 'code') && typed.length < field.least) return null;
  if (field.type === 'idNumber' && typed.length !== 18) return null;
  return typed === '' ? null : typed;
}
