import type { GroupTag, IppAttribute, IppGroup, IppMessage, IppValue, StringTag } from './values.ts';

/** Reading what a printer answered: the wrong type counts as absent, for printers err and must not stop us. */

export function groupsOf(message: IppMessage, tag: GroupTag): readonly IppGroup[] {
  return message.groups.filter((group) => group.tag === tag);
}

/** Strings of any kind, octet strings too: PWG 5100.13 writes text in these. */
export function stringsOf(group: IppGroup | undefined, name: string): readonly string[] {
  return valuesOf(group, name).flatMap((value) => {
    if (value.tag === 'octetString') return [Buffer.from(value.value).toString('utf8')];
    return 'value' in value && typeof value.value === 'string' ? [value.value] : [];
  });
}

export function numbersOf(group: IppGroup | undefined, name: string): readonly number[] {
  return valuesOf(group, name).flatMap((value) =>
    value.tag === 'integer' || value.tag === 'enum' ? [value.value] : [],
  );
}

export function numberOf(group: IppGroup | undefined, name: string): number | null {
  const [value] = valuesOf(group, name);
  return value?.tag === 'integer' || value?.tag === 'enum' ? value.value : null;
}

export function booleanOf(group: IppGroup | undefined, name: string): boolean | null {
  const [value] = valuesOf(group, name);
  return value?.tag === 'boolean' ? value.value : null;
}

function valuesOf(group: IppGroup | undefined, name: string): readonly IppValue[] {
  return group?.attributes.find((attribute) => attribute.name === name)?.values ?? [];
}

/** Writing what we ask. */
export function text(name: string, tag: StringTag, ...values: readonly string[]) {
  return { name, values: values.map((value) => ({ tag, value })) };
}

export function integer(name: string, value: number) {
  return { name, values: [{ tag: 'integer' as const, value }] };
}

export function boolean(name: string, value: boolean) {
  return { name, values: [{ tag: 'boolean' as const, value }] };
}

export function enumeration(name: string, value: number) {
  return { name, values: [{ tag: 'enum' as const, value }] };
}

export function collection(name: string, members: readonly IppAttribute[]) {
  return { name, values: [{ tag: 'collection' as const, members }] };
}
