import type { ReceiptDocument } from '../../devices/contract/receipt-printer.ts';

/** Shows what matters: both scripts, a character outside the unit's font, columns, a code, the cut. */
export const testSlip: ReceiptDocument = {
  elements: [
    { kind: 'text', text: '测试 Test', align: 'centre', size: 'double', bold: true },
    { kind: 'rule' },
    { kind: 'pair', label: '字库 Font', value: '社会保险 ABC 123' },
    { kind: 'pair', label: '字库以外 Drawn', value: '䶮𠮷' },
    { kind: 'qr', value: 'https://example.com/test' },
    { kind: 'text', text: '样张 Specimen', align: 'centre' },
    { kind: 'feed', lines: 2 },
  ],
};
