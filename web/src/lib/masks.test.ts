import { expect, it } from 'vitest'
import { grouped, maskAccount } from './masks'

it('keeps the last four of an account', () => expect(maskAccount('6222 0011 2233')).toBe('**** 2233'))
it('groups by four', () => expect(grouped('102191000790')).toBe('1021 9100 0790'))
