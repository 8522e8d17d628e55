// Shows the sidebar in the window that `npm start` opens. An extension of its own, so that the real one has nothing in
// it that is there for a demonstration.
const { commands } = require('vscode');

exports.activate = () => commands.executeCommand('countersign.chat.focus');
