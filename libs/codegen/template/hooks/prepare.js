'use strict';
const { prepareFiles } = require('../src/prepare-files.js');

/** The generator calls every function here by its key: this one before it renders `template/`. */
module.exports = { 'generate:before': prepareFiles };
