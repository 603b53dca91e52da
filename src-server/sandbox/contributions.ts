import { createHash } from 'node:crypto';
import type { Participation, Scheme } from '../../src-shared/certificate/participation.ts';
import type { Range } from '../connectors/social-insurance.ts';
import type { SandboxPerson } from './people.ts';

type Month = Participation['months'][number];

/** Invented employers; the last name is long enough to need two lines. */
const employers = [
  { number: '445202001138', name: '样本市样本纺织有限公司' },
  { number: '445202007652', name: '样本区样本五金制品厂' },
  { number: '445202012907', name: '样本市样本区样本街道样本社区综合服务与物业管理有限责任公司第一分公司' },
] as const;

/** Percent of the base that the insured person pays, as rates were in Guangdong; illustrative here. */
const rates = { pension: 8, medical: 2, unemployment: 0.2 } as const;
/** Whole yuan: lowest base of the year that begins in July 2015, and what it grows by every year. */
const lowestBase = 2_408;
const baseGrowth = 1.075;

/**
 * The participation record of a person, invented but always the same: every figure follows from the person's
 * key and the month.
 *
 * @param postedThrough last month that the authority has booked, `YYYY-MM`.
 */
export function participationOf(person: SandboxPerson, range: Range, postedThrough: string): Participation {
  const first = firstMonth(person);
  const wanted = new Set(range.schemes);
  const months: Month[] = [];
  const last = Math.min(indexOf(range.to), indexOf(postedThrough));
  for (let index = Math.max(indexOf(range.from), first); index <= last; index++) {
    const month = monthOf(person, index, wanted);
    if (month !== null) months.push(month);
  }
  const numbers = new Set(months.map((month) => month.employerNumber));
  return {
    person: { name: person.authorityName ?? person.name, idNumber: person.idNumber, sex: person.sex },
    regionName: '样本省样本市样本区',
    authorityName: '样本市社会保险基金管理局',
    period: { from: range.from, to: range.to },
    schemes: range.schemes.map((scheme) => ({ scheme, ...stateOf(person, scheme, first) })),
    employers: employers.filter((employer) => numbers.has(employer.number)),
    months,
  };
}

function stateOf(person: SandboxPerson, scheme: Scheme, first: number) {
  if (person.insured === 'partial' && scheme === 'maternity') return { state: 'none', since: null } as const;
  const state = person.insured === 'partial' && scheme === 'unemployment' ? 'suspended' : 'active';
  return { state, since: nameOf(first) } as const;
}

function monthOf(person: SandboxPerson, index: number, wanted: ReadonlySet<Scheme>): Month | null {
  const status = statusOf(person, index);
  if (status === 'gap') return null;
  const base = baseOf(person, index);
  const part = (scheme: 'pension' | 'medical' | 'unemployment') => {
    if (!wanted.has(scheme)) return null;
    return { base, paid: status === 'owed' ? 0 : Math.round((base * rates[scheme]) / 100) };
  };
  return {
    month: nameOf(index),
    employerNumber: employerOf(person, index),
    pension: part('pension'),
    medical: part('medical'),
    unemployment: part('unemployment'),
    status,
    remark: status === 'makeUp' ? `${nameOf(index + 2)}补缴` : '',
  };
}

/** For `partial`, every stretch of 24 months holds gaps, owed months and months made up for. */
function statusOf(person: SandboxPerson, index: number): Month['status'] | 'gap' {
  if (person.insured !== 'partial') return 'paid';
  switch ((index + number(person.key, 'phase')) % 11) {
    case 0:
    case 1:
      return 'gap';
    case 4:
      return 'owed';
    case 7:
      return 'makeUp';
    default:
      return 'paid';
  }
}

/** Fen; whole yuan, between one and two and a half times the lowest, new every July. */
function baseOf(person: SandboxPerson, index: number): number {
  const year = Math.floor((index - 6) / 12);
  const lowest = lowestBase * baseGrowth ** Math.max(0, year - 2015);
  return Math.round(lowest * (1 + (number(person.key, 'wage') % 150) / 100)) * 100;
}

/** Changes employer every three to five years. */
function employerOf(person: SandboxPerson, index: number): string {
  const years = 3 + (number(person.key, 'loyalty') % 3);
  const turn = Math.floor((index + number(person.key, 'turn')) / (12 * years));
  return (employers[turn % employers.length] ?? employers[0]).number;
}

/** Between January 2015 and December 2020. */
function firstMonth(person: SandboxPerson): number {
  return 2015 * 12 + (number(person.key, 'first') % 72);
}

function number(key: string, what: string): number {
  return createHash('sha256').update(`${key} ${what}`).digest().readUInt16BE();
}

/** Months counted from year 0. */
function indexOf(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
}

function nameOf(index: number): string {
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
}

/** The month that lies `months` before. */
export function monthsBefore(month: string, months: number): string {
  return nameOf(indexOf(month) - months);
}
