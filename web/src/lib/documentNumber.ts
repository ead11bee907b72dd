/** What can be said of a document number while it is typed (E2). The server decides; this only spares a round trip. */

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECKS = '10X98765432'

export type Gender = 'male' | 'female'
export interface Reading {
  /** What is wrong so far; undefined while nothing is. */
  problem?: string
  birthDate?: string
  gender?: Gender
}

/** Full-width digits, blanks and lower case x as people paste them. */
export function normalised(text: string): string {
  return text.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()
}

function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

/** Numbers built by GB 11643: resident cards, residence permits, foreigners' cards of 2023. */
export function hasCheckDigit(documentType: string): boolean {
  return ['resident_id', 'hmt_residence_permit', 'foreign_permanent_resident'].includes(documentType)
}

/** Reads an 18-digit number as far as it is typed. */
export function readNumber(text: string, today: string): Reading {
  const number = normalised(text)
  if (!/^\d{0,17}$|^\d{17}[\dX]$/.test(number)) {
    return { problem: number.length > 18 ? `身份证号应为18位，现为${number.length}位` : '身份证号前17位应全为数字' }
  }
  if (number.length < 14) return {}
  const birthDate = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
  if (!isDay(birthDate) || birthDate > today || birthDate < '1900') {
    return { problem: `身份证号中的出生日期“${number.slice(6, 14)}”不存在` }
  }
  if (number.length < 17) return { birthDate }
  const gender: Gender = Number(number[16]) % 2 === 1 ? 'male' : 'female'
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(number[index]), 0)
  const check = CHECKS[sum % 11]
  if (number.length === 18 && number[17] !== check) {
    return { problem: `身份证号校验位不正确（应为${check}），请核对是否录错`, birthDate, gender }
  }
  return { birthDate, gender }
}

/** Full years on a day. */
export function ageOn(birthDate: string, on: string): number {
  const years = Number(on.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return on.slice(5) < birthDate.slice(5) ? years - 1 : years
}
