export const deploy = {}
