import type { Bill } from '../../src-shared/contract/payments.ts';
import { maskName } from '../../src-shared/masking.ts';
import type { Text } from '../../src-shared/text.ts';
import type { SandboxCompany } from './business/companies.ts';
import { estatesOf } from './business/real-estate.ts';
import { deedTax, fineSurcharge, vehicleTax } from './business/tax-rates.ts';
import { dueOf, vehiclesOf } from './business/tax-records.ts';
import { offencesOf, platesOf } from './business/transport.ts';
import { steady } from './business/values.ts';
import type { SandboxPerson } from './people.ts';

/** What one person or company is assessed, apart from the yearly premiums of households. Amounts in fen. */

interface Whose {
  readonly person: SandboxPerson;
  readonly company: SandboxCompany | null;
  /** `YYYY-MM-DD` */
  readonly today: string;
}

/** By item code; paid ones are left out by whoever asks. */
export const assessed: Readonly<Record<string, (whose: Whose) => Bill[]>> = {
  'TAX-PAY-003': (whose) =>
    byOneself(whose, pensionShare, { zh: '灵活就业养老保险费', en: 'Pension, by yourself' }),
  'TAX-PAY-004': (whose) =>
    byOneself(whose, medicalShare, { zh: '灵活就业医疗保险费', en: 'Medical, by yourself' }),
  'TAX-PAY-005': ({ person, today }) =>
    vehiclesOf(person)
      .filter(({ newEnergy }) => !newEnergy)
      .map(({ vin, displacement }) =>
        bill(person, `TAX-PAY-005 ${today.slice(0, 4)} ${vin}`, today.slice(0, 4), vehicleTax(displacement), {
          zh: `车船税（车架号尾号 ${vin.slice(-4)}）`,
          en: `Vehicle tax (VIN ending in ${vin.slice(-4)})`,
        }),
      ),
  'TAX-PAY-006': ({ person, company, today }) =>
    company === null
      ? []
      : dueOf(company, today).map(({ id, what, month, amount, late }) =>
          bill(
            person,
            `TAX-PAY-006 ${id}`,
            month,
            amount + late,
            {
              zh: `${what === 'vat' ? '增值税' : '附加税费'}${late > 0 ? '（含滞纳金）' : ''}`,
              en: `${what === 'vat' ? 'VAT' : 'Surcharges'}${late > 0 ? ' with late fee' : ''}`,
            },
            company.name,
          ),
        ),
  'TAX-PAY-007': ({ person, today }) => deed(person, today),
  'TRA-PAY-001': ({ person, today }) =>
    [person.key, ...platesOf(person)].flatMap((key) =>
      offencesOf(key, today).map(({ number, day, kind }) => {
        // Payable within fifteen days of the decision, which comes a month after.
        const late = Math.floor((Date.parse(today) - Date.parse(day)) / 86_400_000) - 45;
        return bill(
          person,
          `TRA-PAY-001 ${number}`,
          day.slice(0, 7),
          kind.fine + fineSurcharge(kind.fine, late),
          {
            zh: `交通违法罚款（${kind.what.zh}）`,
            en: `Traffic fine (${kind.what.en})`,
          },
        );
      }),
    ),
};

function bill(
  person: SandboxPerson,
  id: string,
  period: string,
  amount: number,
  title: Text,
  name = maskName(person.name),
): Bill {
  return {
    id,
    title,
    period,
    relation: 'self',
    nameMasked: name,
    options: [{ id: 'due', label: { zh: '应缴金额', en: 'Due' }, amount }],
  };
}

/** Of the place, a month; invented. */
const averageWage = 720_000;
/** Percent of the base. */
const pensionShare = 20;
const medicalShare = 8;

/** Only who pays without an employer; of this month, on the base that they choose. */
function byOneself({ person, today }: Whose, share: number, title: Text): Bill[] {
  if (person.insured !== 'partial') return [];
  const month = today.slice(0, 7);
  return [
    {
      id: `${title.en} ${month} ${person.key}`,
      title,
      period: month,
      relation: 'self',
      nameMasked: maskName(person.name),
      options: [60, 80, 100, 200, 300].map((percent) => ({
        id: String(percent),
        label: { zh: `平均工资的 ${percent}%`, en: `${percent} % of the average wage` },
        amount: Math.round((averageWage * percent * share) / 10_000),
      })),
    },
  ];
}

/** A contract on a used home that was filed, and is not taxed yet. */
function deed(person: SandboxPerson, today: string): Bill[] {
  const homes = estatesOf(person);
  if (homes.length > 1) return [];
  const price = 30_000_000 + 10_000 * steady(9_000, person.key, 'contract');
  const area = 7_000 + steady(9_000, person.key, 'contract area');
  return [
    bill(
      person,
      `TAX-PAY-007 ${today.slice(0, 4)} ${person.key}`,
      today.slice(0, 4),
      deedTax(price, area, homes.length === 0 ? 'first' : 'second'),
      { zh: '契税（存量房）', en: 'Deed tax (existing home)' },
    ),
  ];
}
