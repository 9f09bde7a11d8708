/** How Excel writes a long number that it takes for a quantity: `1.21E+10`. */
export const isShortenedNumber = (text: string): boolean => /^\s*[+-]?\d+([.,]\d+)?e[+-]?\d+\s*$/i.test(text);

/** Drops the decimals of a number exported as a quantity (`12125550101,00`). */
export const wholeNumberText = (text: string): string => text.trim().replace(/^(\+?\d{10,15})[.,]0{1,2}$/, '$1');
