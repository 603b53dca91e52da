/** Amounts are integers of fen. */

/** `¥1,234.05` */
export function formatYuan(fen: number): string {
  const yuan = Math.floor(fen / 100).toString();
  const grouped = yuan.replace(/\B(?=(\d{3})+$)/g, ',');
  return `¥${grouped}.${String(fen % 100).padStart(2, '0')}`;
}

const digits = '零壹贰叁肆伍陆柒捌玖';
const places = ['', '拾', '佰', '仟'];
const sections = ['', '万', '亿'];

/**
 * In capitals, as on vouchers, where a figure could be changed: 人民币肆佰元整. Rules of 正确填写票据和结算凭证的基本规定
 * (PBoC, 支付结算办法, annex 1).
 *
 * @param fen 0 to 999,999,999,999 yuan in fen
 */
export function capitalYuan(fen: number): string {
  const yuan = Math.floor(fen / 100);
  const jiao = Math.floor(fen / 10) % 10;
  const rest = fen % 10;
  const whole = yuan === 0 ? '' : `${wholeInCapitals(yuan)}元`;
  if (jiao === 0 && rest === 0) return `人民币${whole || '零元'}整`;
  // After 元 a missing jiao is written as 零; a missing fen ends with 整 behind jiao.
  const tenth = jiao === 0 ? (whole === '' ? '' : '零') : `${digits[jiao]}角`;
  return `人民币${whole}${tenth}${rest === 0 ? '整' : `${digits[rest]}分`}`;
}

function wholeInCapitals(yuan: number): string {
  let text = '';
  let gap = false;
  for (let at = sections.length - 1; at >= 0; at--) {
    const section = Math.floor(yuan / 10_000 ** at) % 10_000;
    if (section === 0) {
      gap = text !== '';
      continue;
    }
    // A section that does not fill its thousands is set apart by one 零, as is one behind an empty section.
    if (text !== '' && (gap || section < 1_000)) text += '零';
    text += `${sectionInCapitals(section)}${sections[at]}`;
    gap = false;
  }
  return text;
}

function sectionInCapitals(section: number): string {
  let text = '';
  let gap = false;
  for (let place = 3; place >= 0; place--) {
    const digit = Math.floor(section / 10 ** place) % 10;
    if (digit === 0) {
      gap = text !== '';
      continue;
    }
    text += `${gap ? '零' : ''}${digits[digit]}${places[place]}`;
    gap = false;
  }
  return text;
}
