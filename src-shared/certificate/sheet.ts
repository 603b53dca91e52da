/** A4, in millimetres. */
export const pageWidth = 210;
export const pageHeight = 297;
export const left = 16;
export const right = pageWidth - 16;
/** Nothing but the footer below. */
export const bottom = pageHeight - 18;
