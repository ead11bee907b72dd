import { describe, expect, it } from 'vitest'
import { ageOn, normalised, readNumber } from './documentNumber'

const TODAY = '2026-01-01'

describe('an 18-digit number while it is typed', () => {
  it.each([
    ['11010519491231002X', 'female'],
    ['430902196604010015', 'male'],
    ['430903197103150029', 'female'],
    ['43092319841101220x', 'female'],
    ['932682198501010017', 'male'],
    ['810000199408230021', 'female'],
  ])('%s is right', (number, gender) => {
    expect(readNumber(number, TODAY)).toMatchObject({ gender })
    expect(readNumber(number, TODAY).problem).toBeUndefined()
  })

  it.each(['110105194912310021', '430902196604010051'])('%s has a wrong check digit', (number) =>
    expect(readNumber(number, TODAY).problem).toContain('校验位'),
  )

  it('says early that a birth date does not exist', () => {
    expect(readNumber('11010119490230', TODAY).problem).toContain('19490230')
    expect(readNumber('11010120990101', TODAY).problem).toContain('不存在')
  })

  it('says nothing while too little is typed', () => expect(readNumber('4309021966', TODAY)).toEqual({}))
  it('refuses letters', () => expect(readNumber('43090219O604010015', TODAY).problem).toContain('数字'))
  it('refuses more than 18', () => expect(readNumber('4309021966040100151', TODAY).problem).toContain('18位'))
  it('takes full-width digits and blanks', () => expect(normalised(' ４３０９ 02-x')).toBe('430902X'))
})

it('counts full years, the birthday included', () => {
  expect(ageOn('1966-01-01', '2026-01-01')).toBe(60)
  expect(ageOn('1966-01-02', '2026-01-01')).toBe(59)
})
