import {
  beginCollection,
  binaryTags,
  endCollection,
  endOfAttributes,
  groupTags,
  type IppAttribute,
  type IppMessage,
  type IppValue,
  memberName,
  outOfBandTags,
  stringTags,
} from './values.ts';

/** A message as RFC 8010 bytes. Throws on what has no encoding: an attribute without a value, or too long. */
export function encodeIpp(message: IppMessage): Uint8Array {
  const head = Buffer.alloc(8);
  head.writeUInt8(message.version[0], 0);
  head.writeUInt8(message.version[1], 1);
  head.writeUInt16BE(message.code, 2);
  head.writeInt32BE(message.requestId, 4);
  const parts: Uint8Array[] = [head];
  for (const group of message.groups) {
    parts.push(Uint8Array.of(groupTags[group.tag]));
    for (const attribute of group.attributes) parts.push(...encodeAttribute(attribute));
  }
  parts.push(Uint8Array.of(endOfAttributes), message.data);
  return Uint8Array.from(Buffer.concat(parts));
}

function encodeAttribute({ name, values }: IppAttribute): Uint8Array[] {
  if (values.length === 0) throw new Error(`attribute ${name} has no value`);
  // An empty name says "another value of the attribute before", so no attribute may have one.
  if (name === '') throw new Error('an attribute has no name');
  return values.flatMap((value, index) => encodeValue(index === 0 ? name : '', value));
}

function encodeValue(name: string, value: IppValue): Uint8Array[] {
  if (value.tag !== 'collection') return [field(codeOf(value), name, bytesOf(value))];
  return [
    field(beginCollection, name, none),
    ...value.members.flatMap((member) => [
      field(memberName, '', utf8(member.name)),
      ...member.values.flatMap((one) => encodeValue('', one)),
    ]),
    field(endCollection, '', none),
  ];
}

function field(code: number, name: string, value: Uint8Array): Uint8Array {
  const nameBytes = utf8(name);
  if (nameBytes.length > 0x7fff || value.length > 0x7fff)
    throw new Error(`attribute ${name.slice(0, 40)} is longer than 32767 octets`);
  const bytes = Buffer.alloc(5 + nameBytes.length + value.length);
  bytes.writeUInt8(code, 0);
  bytes.writeUInt16BE(nameBytes.length, 1);
  bytes.set(nameBytes, 3);
  bytes.writeUInt16BE(value.length, 3 + nameBytes.length);
  bytes.set(value, 5 + nameBytes.length);
  return bytes;
}

type Plain = Exclude<IppValue, { tag: 'collection' }>;

function codeOf(value: Plain): number {
  if (value.tag === 'other') return value.code;
  return { ...outOfBandTags, ...stringTags, ...binaryTags }[value.tag];
}

function bytesOf(value: Plain): Uint8Array {
  switch (value.tag) {
    case 'integer':
    case 'enum':
      return int32(value.value);
    case 'boolean':
      return Uint8Array.of(value.value ? 1 : 0);
    case 'octetString':
    case 'dateTime':
    case 'other':
      return value.value;
    case 'resolution':
      return Buffer.concat([int32(value.cross), int32(value.feed), Uint8Array.of(value.units)]);
    case 'rangeOfInteger':
      return Buffer.concat([int32(value.lower), int32(value.upper)]);
    case 'textWithLanguage':
    case 'nameWithLanguage':
      return Buffer.concat([counted(value.language), counted(value.value)]);
    default:
      return 'value' in value ? utf8(value.value) : none;
  }
}

const none = new Uint8Array(0);

function utf8(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}

function int32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function counted(text: string): Uint8Array {
  const bytes = utf8(text);
  return Buffer.concat([Uint8Array.of(bytes.length >> 8, bytes.length & 255), bytes]);
}
