import type { Outcome } from '../../../src-shared/service/outcome.ts';
import type { Assessment } from '../../connectors/business-system.ts';
import { chinaMonth } from '../../domain/china-time.ts';
import type { Handlers, Question, Submission } from './handler.ts';
import { accepted, corrections, decided, done, refused, toPerson } from './outcomes.ts';
import {
  drawsEmployeePension,
  drawsResidentPension,
  employeeMonths,
  inEmployeeScheme,
  inResidentScheme,
  requiredMonths,
  residentAge,
  residentYears,
  retirementDay,
} from './pension.ts';
import { fieldsSheet, text } from './sheets.ts';
import {
  ageOf,
  birthdayAt,
  factsOf,
  given,
  monthName,
  payoutAccount,
  personOf,
  plusMonths,
  steady,
} from './values.ts';

const law = ['中华人民共和国社会保险法', '社会保险经办条例'];

/** 待遇领取资格认证, decided by table T3. */
function eligibility(draws: (question: Question) => boolean) {
  return async (question: Question): Promise<Assessment> => {
    const [last] = (await question.filed('SIN-RPT-001', 'SIN-RPT-002')).slice(-1);
    const { verifiedBy } = question;
    return {
      tableId: 'T3',
      facts: factsOf(question.now, {
        holderMatches: [true, 'terminal'],
        beneficiary: [draws(question), 'socialInsurance'],
        deathRecord: [false, 'civil', 'police'],
        imprisoned: [false, 'justice'],
        // Not compared here: the second factor speaks for the person.
        faceScore: [0, 'terminal'],
        liveness: [0, 'terminal'],
        failedAttempts: [0, 'terminal'],
        secondMethod: [verifiedBy === 'sms' || verifiedBy === 'staff' ? verifiedBy : 'none', 'terminal'],
        lastConfirmed: [
          last === undefined ? '' : chinaMonth(Date.parse(last.submittedAt)),
          'socialInsurance',
        ],
      }),
    };
  };
}

/** Good for twelve months, the one in which it is done among them. */
function confirmEligibility({ today, decision }: Submission): Outcome {
  if (decision === null) throw new Error('a confirmation without a decision');
  const due = plusMonths(today.slice(0, 7), 11);
  return decided(
    decision,
    0,
    fieldsSheet(text('资格认证', 'Confirmation'), [
      [text('认证日期', 'Confirmed on'), today],
      [text('下次认证不晚于', 'Next by'), text(`${monthName(due)}底`, due), 'strong'],
    ]),
  );
}

function confirmInjury(question: Submission): Outcome {
  const person = personOf(question);
  if (steady(4, person.key, 'injury pension') !== 0)
    return refused(
      text(
        '您目前没有领取工伤长期待遇，不需要认证',
        'You draw no long-term benefit: nothing has to be confirmed',
      ),
      ['工伤保险条例'],
      null,
    );
  return done([text('认证成功，待遇照常发放', 'Confirmed: your benefit goes on')], { law: ['工伤保险条例'] });
}

/** 城乡居民养老参保登记, decided by table T2. */
async function assessEnrolment(question: Question): Promise<Assessment> {
  const person = personOf(question);
  const enrolled =
    (await question.filed('SIN-REG-001')).length > 0 ||
    (inResidentScheme(person) && person.insured !== 'none');
  return {
    tableId: 'T2',
    facts: factsOf(question.now, {
      birthDate: [birthdayAt(person, 0), 'identity'],
      student: [false, 'education'],
      employeeScheme: [inEmployeeScheme(person), 'socialInsurance'],
      enrolledPlace: [enrolled ? '样本市样本区' : '', 'socialInsurance'],
      registeredHere: [person.idNumber.startsWith('445202'), 'police'],
      identityMatches: [person.authorityName === undefined, 'police'],
    }),
  };
}

function enrol({ decision, today }: Submission): Outcome {
  if (decision === null) throw new Error('an enrolment without a decision');
  return decided(
    decision,
    3,
    fieldsSheet(text('参保登记', 'Enrolment'), [
      [text('参保月份', 'From'), today.slice(0, 7), 'strong'],
      [text('怎样缴费', 'How to pay'), text('可以在本机缴费', 'On this terminal')],
    ]),
  );
}

async function flexible(question: Question): Promise<boolean> {
  const ins = await question.filed('SIN-REG-002');
  const outs = await question.filed('SIN-REG-003');
  return (personOf(question).insured === 'partial' ? 1 : 0) + ins.length > outs.length;
}

async function enrolFlexible(question: Submission): Promise<Outcome> {
  const person = personOf(question);
  if (person.insured === 'full')
    return refused(
      text(
        '有单位正在为您缴费，不能按灵活就业参保',
        'An employer pays for you: you cannot enrol by yourself',
      ),
      law,
      text('离职停保后再来登记', 'Come again when the employer has stopped'),
    );
  if (retirementDay(person) <= question.today)
    return refused(text('已到法定退休年龄', 'You have reached the age of retirement'), law, null);
  if (await flexible(question))
    return refused(text('您已经按灵活就业参保', 'You are enrolled already'), law, null);
  return done(
    [
      text('登记成功，从所选月份开始缴费', 'Enrolled: contributions begin with the month you chose'),
      text('缴费可以在本机或税务渠道办理', 'Pay on this terminal or through the tax office'),
    ],
    { law },
  );
}

async function stopFlexible(question: Submission): Promise<Outcome> {
  if (!(await flexible(question)))
    return refused(text('您没有按灵活就业参保', 'You are not enrolled by yourself'), law, null);
  return done(
    [
      text(`从 ${given(question, 'month')} 起停保`, `Stopped as of ${given(question, 'month')}`),
      text(
        '停保期间不计缴费年限，以后可以随时恢复',
        'It does not count while it is stopped, and can be resumed',
      ),
    ],
    { law },
  );
}

function changeContact(question: Submission): Outcome {
  const number = given(question, 'phone');
  if (!/^1[3-9]/.test(number))
    return corrections([text('手机号应以 13 至 19 开头', 'A mobile phone begins with 13 to 19')]);
  return done(
    [
      text('联系方式已更新', 'Your contact was changed'),
      text('原手机号会收到一条提醒短信', 'A message is sent to the number before'),
    ],
    { law },
  );
}

/** A new account can be a fraud: nobody's pension moves at once, and the oldest are asked by a person. */
function changeAccount(question: Submission): Outcome {
  const person = personOf(question);
  if (!drawsEmployeePension(person, question.today) && !drawsResidentPension(person, question.today))
    return refused(text('您目前没有领取养老待遇', 'You draw no pension'), law, null);
  const account = payoutAccount(question);
  if ('problem' in account) return corrections([account.problem]);
  if (ageOf(person, question.today) >= 80)
    return toPerson(
      text(
        '为了您的资金安全，工作人员会打电话向您本人核实',
        'For the safety of your money somebody will call you to be sure',
      ),
      3,
      law,
    );
  return accepted(
    [
      text(`24 小时后改发到${account.shown.zh}`, `From 24 hours on it goes to ${account.shown.en}`),
      text('不是本人办理的，请在 24 小时内拨打 12333', 'If it was not you, call 12333 within 24 hours'),
    ],
    1,
    { law },
  );
}

async function claimResident(question: Submission): Promise<Outcome> {
  const person = personOf(question);
  if (!inResidentScheme(person))
    return refused(text('您没有参加城乡居民养老保险', "You are not in the residents' scheme"), law, null);
  const age = ageOf(person, question.today);
  if (age < residentAge)
    return refused(
      text(
        `年满 60 周岁（${birthdayAt(person, residentAge)}）后可以申领`,
        `It can be claimed from ${birthdayAt(person, residentAge)}`,
      ),
      law,
      null,
    );
  if ((await question.filed('SIN-DCL-001')).length > 0)
    return refused(text('您已经申领过', 'You have claimed it already'), law, null);
  const account = payoutAccount(question);
  if ('problem' in account) return corrections([account.problem]);
  const years = residentYears(person, '2012', question.today.slice(0, 4), question.today).length;
  return accepted(
    [
      text('已受理，从核定的次月起发放', 'Accepted: paid from the month after it is decided'),
      text(
        `已缴费 ${years} 年；按规定应补缴的，工作人员会通知`,
        `${years} years were paid; if some have to be made up, you are told`,
      ),
    ],
    10,
    { law },
  );
}

function claimForDeceased(question: Submission): Outcome {
  const deceased = question.people.get(given(question, 'deceased'));
  if (deceased === undefined || !inEmployeeScheme(deceased))
    return refused(
      text('没有查到这个号码的参保记录', 'There is no insurance record under this number'),
      law,
      text(
        '请核对证件号码，或到窗口办理，工作人员会帮您',
        'Please check the number, or go to the counter: somebody will help you',
      ),
    );
  const account = payoutAccount(question);
  if ('problem' in account) return corrections([account.problem]);
  return toPerson(
    text('申请已收到，工作人员会尽快与您联系', 'It was received; somebody will contact you soon'),
    15,
    law,
  );
}

function transferIn(question: Submission): Outcome {
  if (given(question, 'origin') === 'here')
    return refused(text('转出地和转入地不能相同', 'It has to come from another place'), law, null);
  return accepted(
    [
      text('转移申请已受理，由两地经办机构办理', 'Accepted: the two agencies deal with it'),
      text('办结后短信通知，不用再跑', 'A message tells you when it is done'),
    ],
    15,
    { law },
  );
}

/** Between the schemes of employees and of residents; towards the former only with enough months. */
function linkSchemes(question: Submission): Outcome {
  const person = personOf(question);
  if (!inEmployeeScheme(person) || !inResidentScheme(person))
    return refused(
      text('您没有同时参加两种养老保险', 'You are not in both schemes'),
      ['城乡养老保险制度衔接暂行办法'],
      null,
    );
  const month = question.today.slice(0, 7);
  const paid = employeeMonths(person, '2015-01', month, month).length;
  const needed = requiredMonths(Number(retirementDay(person).slice(0, 4)));
  if (given(question, 'direction') === 'toEmployee' && paid < needed)
    return refused(
      text(
        `职工养老缴费满 ${needed} 个月才能转入（已缴 ${paid} 个月）`,
        `It takes ${needed} months in the employees' scheme (${paid} so far)`,
      ),
      ['城乡养老保险制度衔接暂行办法'],
      text('可以选择转入城乡居民养老保险', "You can choose the residents' scheme"),
    );
  return accepted([text('衔接申请已受理', 'Accepted')], 15, { law: ['城乡养老保险制度衔接暂行办法'] });
}

function reportAccident(question: Submission): Outcome {
  const worker = question.people.get(given(question, 'worker'));
  if (worker === undefined || !inEmployeeScheme(worker))
    return corrections([
      text('职工证件号不在参保名单内，请核对', 'This worker is not insured here: please check the number'),
    ]);
  return accepted(
    [
      text('事故备案已登记', 'The accident was recorded'),
      text('请在 30 日内提出工伤认定申请', 'Apply for its recognition within 30 days'),
    ],
    5,
    { law: ['工伤保险条例'] },
  );
}

export const insuranceMatters: Handlers = {
  'SIN-RPT-001': {
    assess: eligibility((question) => {
      const person = personOf(question);
      return ageOf(person, question.today) >= residentAge;
    }),
    submit: confirmEligibility,
  },
  'SIN-RPT-002': {
    assess: eligibility((question) => drawsEmployeePension(personOf(question), question.today)),
    submit: confirmEligibility,
  },
  'SIN-RPT-003': { submit: confirmInjury },
  'SIN-RPT-004': { submit: reportAccident },
  'SIN-REG-001': { assess: assessEnrolment, submit: enrol },
  'SIN-REG-002': { submit: enrolFlexible },
  'SIN-REG-003': { submit: stopFlexible },
  'SIN-REG-004': { submit: changeContact },
  'SIN-REG-005': { submit: changeAccount },
  'SIN-DCL-001': { submit: claimResident },
  'SIN-DCL-002': { submit: claimForDeceased },
  'SIN-DCL-003': { submit: transferIn },
  'SIN-DCL-004': { submit: linkSchemes },
  'SIN-DCL-005': { submit: changeAccount },
};
