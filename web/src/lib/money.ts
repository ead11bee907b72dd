/** Money is an integer in fen, as the API gives it; no arithmetic on yuan. */

/** 1234500 → "12,345.00" */
export function yuan(fen: number): string {
  const sign = fen < 0 ? '-' : ''
  const abs = Math.abs(fen)
  const whole = String(Math.floor(abs / 100)).replace(/\B(?=(\d{3})+$)/g, ',')
  return `${sign}${whole}.${String(abs % 100).padStart(2, '0')}`
}

/** "1,234.5" → 123450; null where it is no amount with at most two decimals. */
export function fenOf(text: string): number | null {
  const plain = text.replace(/[,，\s￥¥元]/g, '')
  const match = /^(\d{1,11})(?:\.(\d{0,2}))?$/.exec(plain)
  if (!match) return null
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'))
}

const DIGITS = '零壹贰叁肆伍陆柒捌玖'
const PLACES = ['', '拾', '佰', '仟']
const GROUPS = ['', '万', '亿', '万亿']

function group(number: number): string {
  let text = ''
  let zero = false
  for (let place = 3; place >= 0; place--) {
    const digit = Math.floor(number / 10 ** place) % 10
    if (digit === 0) {
      zero = text !== ''
      continue
    }
    text += (zero ? '零' : '') + DIGITS[digit] + PLACES[place]
    zero = false
  }
  return text
}

function whole(yuan: number): string {
  let text = ''
  let gap = false
  for (let place = 3; place >= 0; place--) {
    const part = Math.floor(yuan / 10_000 ** place) % 10_000
    if (part === 0) {
      gap = text !== ''
      continue
    }
    if (text !== '' && (gap || part < 1000)) text += '零'
    text += group(part) + GROUPS[place]
    gap = false
  }
  return text
}

/** 大写金额, as the rules for payment instruments write it: 人民币陆拾元整. */
export function capitals(fen: number): string {
  const [yuan, jiao, cents] = [Math.floor(fen / 100), Math.floor(fen / 10) % 10, fen % 10]
  if (fen === 0) return '人民币零元整'
  let text = yuan > 0 ? `${whole(yuan)}元` : ''
  if (jiao > 0) text += `${DIGITS[jiao]}角`
  else if (yuan > 0 && cents > 0) text += '零'
  text += cents > 0 ? `${DIGITS[cents]}分` : '整'
  return `人民币${text}`
}
