/** The columns of the roster as people read them (ROST-7). */
export const DOCUMENT_TYPE: Record<string, string> = {
  resident_id: '居民身份证',
  hmt_residence_permit: '港澳台居民居住证',
  foreign_permanent_resident: '外国人永久居留身份证',
  passport: '护照',
  hmt_travel_permit: '港澳台居民来往内地通行证',
  other: '其他',
}
export const GENDER: Record<string, string> = { male: '男', female: '女' }
export const INSURANCE: Record<string, string> = { employee: '职工医保', resident: '城乡居民医保', other: '其他' }
export const JOB: Record<string, string> = { management: '管理技术岗', production: '生产操作岗', senior: '高级职称或县处级' }
export const yesNo = (value: boolean | null | undefined): string => (value === true ? '是' : value === false ? '否' : '-')
