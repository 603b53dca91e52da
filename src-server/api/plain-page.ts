import { createHash } from 'node:crypto';

/** What the pages share that people read on a phone: no scripts, no cookies, one style. */

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

export const style = `
*{box-sizing:border-box}
body{margin:0;background:#F5F7FA;color:#16233B;font:18px/1.6 "Noto Sans SC","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}
main{max-width:640px;margin:0 auto;padding:40px 24px}
header{margin-bottom:24px}h1{font-size:32px;margin:0}p{margin:0}
[lang=en]{color:#475467;font-size:16px}
section{border-radius:16px;padding:24px;margin-bottom:24px;background:#fff;border-left:8px solid}
.good{border-color:#0A5F38}.bad{border-color:#A11B16}.warn{border-color:#7A4A00}
.verdict{display:flex;gap:16px;align-items:center;font-size:24px}
.verdict span{flex:none;width:48px;height:48px;border-radius:50%;display:grid;place-items:center;font-weight:700}
.good .verdict{color:#0A5F38}.good .verdict span{background:#E3F4EA}
.bad .verdict{color:#A11B16}.bad .verdict span{background:#FDECEA}
.warn .verdict{color:#7A4A00}.warn .verdict span{background:#FFF4DC}
.verdict:has(span)+p{margin-left:64px}
dl{display:grid;grid-template-columns:minmax(9em,auto) 1fr;gap:8px 24px;margin:24px 0 0;padding-top:16px;border-top:1px solid #D5DCE6}
dt{color:#475467}dd{margin:0;font-weight:600;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
.specimen{margin-top:24px;padding:16px;border-radius:12px;background:#FDECEA;color:#A11B16}.specimen [lang=en]{color:#A11B16}
form{background:#fff;border-radius:16px;padding:24px;margin-bottom:24px}label{display:block;margin-bottom:8px;font-weight:600}
form div{display:flex;gap:16px;flex-wrap:wrap}
input{flex:1 1 14em;min-width:0;font:inherit;font-size:20px;letter-spacing:.08em;padding:12px 16px;border:2px solid #8A96A8;border-radius:12px;color:#16233B}
button{font:inherit;font-weight:600;padding:12px 24px;border:0;border-radius:12px;background:#0F4BB0;color:#fff;cursor:pointer}button span[lang=en]{color:#fff}
input:focus-visible,button:focus-visible{outline:3px solid #0F4BB0;outline-offset:2px}
button.wide{width:100%;padding:16px 24px;font-size:20px}button.wide span{display:block}
button.plain{background:#fff;color:#0F4BB0;border:2px solid #8A96A8}button.plain span[lang=en]{color:#475467}
input[type=file]{padding:16px;border-style:dashed;font-size:16px;letter-spacing:0;color:#475467;margin-bottom:24px}
input::file-selector-button{display:block;width:100%;margin-bottom:12px;padding:16px;border:0;border-radius:12px;background:#E7EEF9;color:#0F4BB0;font:inherit;font-size:18px;font-weight:600}
footer{margin-top:24px;color:#475467;font-size:16px}
@media(max-width:480px){main{padding:24px 16px}section,form{padding:20px}.verdict{font-size:20px}}
`;
const styleHash = `sha256-${createHash('sha256').update(style).digest('base64')}`;

/** Forms may go to this server alone; nothing else may be loaded. */
export const plainPolicy = `default-src 'none'; style-src '${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
