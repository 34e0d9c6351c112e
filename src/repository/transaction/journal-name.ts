/** The folder of a repository in which a transaction keeps what it needs to go on or back. */
export const JOURNAL = '.create-backend-journal';
