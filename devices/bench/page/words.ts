/** Chinese for what the emulated units call their switches and values; what is missing here is shown as it is. */
const words: Record<string, string> = {
  card: '玻璃上的证件',
  liftDuringRead: '读卡时拿走证件',
  wrongCheck: '读卡校验错误',
  lostByte: '读卡丢字节',
  resetDuringReply: '应答中途断电',
  garbageBefore: '应答前有乱码',
  silent: '无应答',
  babble: '不停乱发',
  slow: '应答慢',
  statusWord: '返回状态字',
  powerCycle: '关机再开',
  coverOpen: '机盖打开',
  paper: '纸张',
  knifeBlocked: '切刀卡住',
  headHot: '打印头过热',
  jamNext: '下一张卡纸',
  clearJam: '清除卡纸',
  takeTicket: '取走凭条',
  off: '关',
  once: '一次',
  always: '每次',
  sluggish: '较慢',
  late: '超时',
  full: '充足',
  nearEnd: '将尽',
  out: '缺纸',
  none: '取走证件',
  'specimen-a': '样本甲 参保',
  'specimen-b': '张样本 参保',
  'gaps-and-owed-months': '欧阳样本 断缴欠费',
  'not-insured': '样本丁 未参保',
  'unknown-to-the-authority': '样本戊 查无此人',
  'without-phone': '样本己 无手机号',
  'name-differs': '样本庚 姓名不符',
  'rare-character': '李䶮样 生僻字',
  'over-eighty': '样本寿 高龄',
  'expired-card': '样本过期 证件过期',
  'hong-kong-resident': '样本港 港澳居住证',
  'foreign-2023': '证件样本 永居证 2023',
  'foreign-2017': '样本友 永居证 2017',
  'not-an-identity-card': '不是身份证',
};

/** The Chinese word with the unit's own one after it. */
export function bilingual(id: string, own: string): string {
  const chinese = words[id];
  return chinese === undefined ? own : `${chinese} ${own}`;
}

export function chinese(id: string): string {
  return words[id] ?? id;
}
