import { bugs, version as toolVersion } from '../../package.json'

/** Of the create-o2switch-rust that wrote this file into the project. */
export const version: string = toolVersion

/** Where to report a bug. */
export const bugsUrl: string = bugs.url
