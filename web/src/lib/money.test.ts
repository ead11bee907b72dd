import { describe, expect, it } from 'vitest'
import { capitals, fenOf, yuan } from './money'

describe('money', () => {
  it.each([
    [6000, '60.00'],
    [0, '0.00'],
    [5, '0.05'],
    [123456789, '1,234,567.89'],
    [-150, '-1.50'],
  ])('writes %i fen as %s', (fen, text) => expect(yuan(fen)).toBe(text))

  it.each([
    ['60', 6000],
    ['60.5', 6050],
    ['1,234.56', 123456],
    ['￥ 60.00 元', 6000],
    ['0.1', 10],
    ['60.123', null],
    ['abc', null],
    ['', null],
    ['-5', null],
  ])('reads %s', (text, fen) => expect(fenOf(text)).toBe(fen))

  it.each([
    [6000, '陆拾元整'],
    [9000, '玖拾元整'],
    [1009000, '壹万零玖拾元整'],
    [90000000, '玖拾万元整'],
    [100010000, '壹佰万零壹佰元整'],
    [140950, '壹仟肆佰零玖元伍角整'],
    [600714, '陆仟零柒元壹角肆分'],
    [32504, '叁佰贰拾伍元零肆分'],
    [5, '伍分'],
    [168032, '壹仟陆佰捌拾元叁角贰分'],
    [0, '零元整'],
    [10_000_000_000, '壹亿元整'],
    [10_000_100_000, '壹亿零壹仟元整'],
  ])('writes %i fen in capitals', (fen, text) => expect(capitals(fen)).toBe(`人民币${text}`))
})
