import type { Text } from '../../src-shared/text.ts';

/** The words of messages and of papers in cabinets. */
export const noticeWords = {
  notices: { zh: '通知与证照柜', en: 'Messages, cabinets' },
  messages: { zh: '短信通知', en: 'Messages' },
  noMessages: { zh: '没有这样的通知', en: 'There is none' },
  messageText: { zh: '内容', en: 'What it says' },
  addressee: { zh: '通知谁', en: 'To whom' },
  owedAt: { zh: '产生于', en: 'Owed since' },
  lastTry: { zh: '上次没有发出', en: 'Failed last' },
  toldThem: { zh: '已经联系到本人', en: 'They were told' },
  toldThemReason: { zh: '怎样联系到的（内部）', en: 'How they were told (internal)' },
  toldThemEffect: {
    zh: '短信多次没有发出，或者业务系统没有给出联系人，系统不再发送，请您联系。记入档案，注明是您。',
    en: 'The message failed again and again, or nobody is named: tell them yourself. Recorded with your name.',
  },
  cabinets: { zh: '证照柜', en: 'Certificate cabinets' },
  noCabinets: { zh: '证照柜里没有证照', en: 'No paper lies in a cabinet' },
  compartment: { zh: '格', en: 'Compartment' },
  laidIn: { zh: '放入', en: 'Laid in' },
  fetchBy: { zh: '领取期限', en: 'Fetch by' },
  takeOut: { zh: '逾期未领，请取出退回窗口', en: 'Not fetched in time: take it back to its counter' },
  officeNotAsked: { zh: '业务系统还没有答复', en: 'the office has not said' },
} satisfies Record<string, Text>;

export const noticeCodes: Readonly<Record<string, Text>> = {
  'notices:notReached': { zh: '联系不上', en: 'Not reached' },
  'notices:waiting': { zh: '待发', en: 'Waiting' },
  'notices:told': { zh: '已通知', en: 'Told' },
  'notice:decision': { zh: '人工审核结果', en: 'Decision of a clerk' },
  'notice:readyPaper': { zh: '证照待领', en: 'Paper to be fetched' },
  'notice:uncollectedPaper': { zh: '催领', en: 'Reminder to fetch' },
  'notice:state:waiting': { zh: '待发', en: 'Waiting' },
  'notice:state:notReached': { zh: '联系不上', en: 'Not reached' },
  'notice:state:sent': { zh: '已发', en: 'Sent' },
  'notice:state:toldByPerson': { zh: '工作人员已联系', en: 'Told by staff' },
  nobodyNamed: { zh: '业务系统没有给出联系人', en: 'the office names nobody' },
  'locker:inside': { zh: '待领', en: 'Lies there' },
  'locker:unclear': { zh: '情况不明，请到现场查看', en: 'Unclear: look there' },
  'locker:collected': { zh: '已领取', en: 'Fetched' },
  'locker:removed': { zh: '已取出', en: 'Taken out' },
};
