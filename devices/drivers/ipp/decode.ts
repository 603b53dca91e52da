import { err, ok, type Result } from '../../../src-shared/result.ts';
import {
  beginCollection,
  binaryTags,
  endCollection,
  endOfAttributes,
  type GroupTag,
  groupTags,
  type IppAttribute,
  type IppGroup,
  type IppMessage,
  type IppValue,
  memberName,
  outOfBandTags,
  stringTags,
} from './values.ts';

/** Collections inside collections, of which the standard's own go four deep. */
const depthMax = 16;

/** Reads RFC 8010 bytes. Whatever comes from a network, it answers with the message or with the reason. */
export function decodeIpp(bytes: Uint8Array): Result<IppMessage, string> {
  try {
    return ok(new Reader(bytes).message());
  } catch (error) {
    if (error instanceof Malformed) return err(error.message);
    throw error;
  }
}

/** Stays inside this file: turned into a value at its border. */
class Malformed extends Error {}

interface Field {
  readonly code: number;
  readonly name: string;
  readonly value: Buffer;
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  message(): IppMessage {
    const head = this.#take(8, 'the header');
    const groups: IppGroup[] = [];
    for (;;) {
      const delimiter = this.#byte('a delimiter tag');
      if (delimiter === endOfAttributes) break;
      const tag = groupNames.get(delimiter);
      if (tag === undefined) throw new Malformed(`${hex(delimiter)} begins no group that is known`);
      groups.push({ tag, attributes: this.#attributes() });
    }
    return {
      version: [head.readUInt8(0), head.readUInt8(1)],
      code: head.readUInt16BE(2),
      requestId: head.readInt32BE(4),
      groups,
      data: Uint8Array.from(this.#bytes.subarray(this.#at)),
    };
  }

  #attributes(): IppAttribute[] {
    const attributes: { name: string; values: IppValue[] }[] = [];
    while (this.#peek() > 0x0f) {
      const field = this.#field();
      const value = this.#value(field, 0);
      const last = attributes.at(-1);
      if (field.name !== '') attributes.push({ name: field.name, values: [value] });
      else if (last === undefined) throw new Malformed('a group begins with a value that has no name');
      else last.values.push(value);
    }
    return attributes;
  }

  #value(field: Field, depth: number): IppValue {
    if (field.code !== beginCollection) return plainValue(field);
    if (depth >= depthMax) throw new Malformed(`collections are nested deeper than ${depthMax}`);
    const members: { name: string; values: IppValue[] }[] = [];
    for (let next = this.#field(); next.code !== endCollection; next = this.#field()) {
      const last = members.at(-1);
      if (next.code === memberName) members.push({ name: next.value.toString('utf8'), values: [] });
      else if (last === undefined) throw new Malformed('a collection begins with a value that has no name');
      else last.values.push(this.#value(next, depth + 1));
    }
    const empty = members.find(({ values }) => values.length === 0);
    if (empty !== undefined) throw new Malformed(`member ${empty.name} has no value`);
    return { tag: 'collection', members };
  }

  #field(): Field {
    const code = this.#byte('a value tag');
    const name = this.#counted('a name').toString('utf8');
    return { code, name, value: this.#counted(`the value of ${name || 'another value'}`) };
  }

  #counted(what: string): Buffer {
    return this.#take(this.#take(2, `the length of ${what}`).readUInt16BE(0), what);
  }

  #byte(what: string): number {
    return this.#take(1, what).readUInt8(0);
  }

  #peek(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw new Malformed(`the message ends at octet ${this.#at}, before its end tag`);
    return byte;
  }

  #take(count: number, what: string): Buffer {
    const end = this.#at + count;
    if (end > this.#bytes.length)
      throw new Malformed(`the message ends at octet ${this.#bytes.length}, inside ${what}`);
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }
}

const groupNames = new Map(
  (Object.keys(groupTags) as GroupTag[]).map((tag): [number, GroupTag] => [groupTags[tag], tag]),
);
const tagNames = new Map(
  Object.entries({ ...outOfBandTags, ...stringTags, ...binaryTags }).map(([tag, code]) => [
    code as number,
    tag as keyof typeof outOfBandTags | keyof typeof stringTags | keyof typeof binaryTags,
  ]),
);

function plainValue({ code, value, name }: Field): IppValue {
  const tag = tagNames.get(code);
  const sized = (length: number) => {
    if (value.length !== length)
      throw new Malformed(`${name || 'a value'} has ${value.length} octets where its type has ${length}`);
    return value;
  };
  switch (tag) {
    case undefined:
      if (code === endCollection || code === memberName)
        throw new Malformed(`${hex(code)} stands outside a collection`);
      return { tag: 'other', code, value: Uint8Array.from(value) };
    case 'integer':
    case 'enum':
      return { tag, value: sized(4).readInt32BE(0) };
    case 'boolean':
      return { tag, value: sized(1).readUInt8(0) !== 0 };
    case 'octetString':
      return { tag, value: Uint8Array.from(value) };
    case 'dateTime':
      return { tag, value: Uint8Array.from(sized(11)) };
    case 'resolution':
      return {
        tag,
        cross: sized(9).readInt32BE(0),
        feed: value.readInt32BE(4),
        units: value.readUInt8(8),
      };
    case 'rangeOfInteger':
      return { tag, lower: sized(8).readInt32BE(0), upper: value.readInt32BE(4) };
    case 'textWithLanguage':
    case 'nameWithLanguage':
      return { tag, ...withLanguage(value, name) };
    case 'unsupported':
    case 'unknown':
    case 'noValue':
    case 'notSettable':
    case 'deleteAttribute':
    case 'adminDefine':
      // RFC 8010 3.8: a value here should be empty, and must be ignored when it is not.
      return { tag };
    default:
      return { tag, value: value.toString('utf8') };
  }
}

function withLanguage(value: Buffer, name: string): { readonly language: string; readonly value: string } {
  const languageEnd = value.length < 2 ? -1 : 2 + value.readUInt16BE(0);
  const textAt = languageEnd + 2;
  if (languageEnd < 0 || textAt > value.length || textAt + value.readUInt16BE(languageEnd) !== value.length)
    throw new Malformed(`${name || 'a value'} with language does not add up to its length`);
  return {
    language: value.subarray(2, languageEnd).toString('utf8'),
    value: value.subarray(textAt).toString('utf8'),
  };
}

function hex(byte: number): string {
  return `0x${byte.toString(16).padStart(2, '0')}`;
}
