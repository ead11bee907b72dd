/** For what was typed here and is shown again; what the server sends is masked already. */
export function maskAccount(account: string): string {
  const digits = account.replace(/\D/g, '')
  return digits.length <= 4 ? digits : `${'*'.repeat(4)} ${digits.slice(-4)}`
}

/** 6222 0000 1111 → groups of four, as bank slips print them. */
export function grouped(number: string): string {
  return number.replace(/\s/g, '').replace(/(.{4})(?=.)/g, '$1 ')
}
