// Part of the package that `eventspec gen` writes: edits are overwritten.

/** The number of two digits, or NaN, which is neither more nor less than anything. */
const two = (text, from) => {
  const tens = text.charCodeAt(from) - 48;
  const ones = text.charCodeAt(from + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? 10 * tens + ones : NaN;
};

const days = (year, month) => {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
};

/** Whether a text begins with a `full-date` of RFC 3339: `2026-02-12`, of the Gregorian calendar. */
export const isDate = (text) => {
  const year = 100 * two(text, 0) + two(text, 2);
  const month = two(text, 5);
  const day = two(text, 8);
  const isMarked = text[4] === "-" && text[7] === "-";
  return isMarked && year >= 0 && month >= 1 && month <= 12 && day >= 1 && (day <= 28 || day <= days(year, month));
};

/** Whether a text is a `date-time` of RFC 3339. A leap second is the last of a day in UTC. */
export const isTimestamp = (text) => {
  if (!isDate(text) || (text[10] !== "T" && text[10] !== "t") || text[13] !== ":" || text[16] !== ":") return false;
  const hour = two(text, 11);
  const minute = two(text, 14);
  const second = two(text, 17);
  const offset = minutes(text, afterFraction(text));
  if (!(hour <= 23 && minute <= 59 && offset < DAY)) return false;
  return second <= 59 || (second === 60 && (60 * hour + minute - offset + DAY) % DAY === DAY - 1);
};

const DAY = 24 * 60;

/** Where the offset begins. */
const afterFraction = (text) => {
  if (text[19] !== ".") return 19;
  let end = 20;
  while (text.charCodeAt(end) >= 48 && text.charCodeAt(end) <= 57) end++;
  return end > 20 ? end : text.length;
};

/** The offset from UTC with which a text ends, east positive, or NaN. */
const minutes = (text, from) => {
  const sign = text[from];
  if (sign === "Z" || sign === "z") return text.length === from + 1 ? 0 : NaN;
  if ((sign !== "+" && sign !== "-") || text.length !== from + 6 || text[from + 3] !== ":") return NaN;
  const hours = two(text, from + 1);
  const rest = two(text, from + 4);
  if (!(hours <= 23 && rest <= 59)) return NaN;
  return sign === "+" ? 60 * hours + rest : -60 * hours - rest;
};
