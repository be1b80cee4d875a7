/* What the linter holds scripts to beside its own rules; see deno.json. */

const MOST_LINES = 60;
const FUNCTIONS = ["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"];

/** The function around a whole script, which only keeps its names to itself. */
const isScript = (node) => node.parent.type === "CallExpression" && node.parent.parent.parent?.type === "Program";

const shortFunctions = {
  create(context) {
    const check = (node) => {
      const lines = context.sourceCode.getText(node).split("\n").length;
      if (lines > MOST_LINES && !isScript(node)) {
        context.report({
          node,
          message: `${lines} lines, where a function has ${MOST_LINES} at most: cut it by what it does`,
        });
      }
    };
    return Object.fromEntries(FUNCTIONS.map((type) => [type, check]));
  },
};

/** What makes nodes of text: a name in it could become an element. */
const WRITERS = new Set(["innerHTML", "outerHTML", "insertAdjacentHTML", "createContextualFragment"]);
const isWriter = ({ object, property }) =>
  WRITERS.has(property.name) || (object.name === "document" && ["write", "writeln"].includes(property.name));

const noMarkupFromText = {
  create(context) {
    return {
      MemberExpression(node) {
        if (isWriter(node)) {
          context.report({ node, message: "makes nodes of text: copy a template of the page instead" });
        }
      },
    };
  },
};

export default {
  name: "catalog",
  rules: { "short-functions": shortFunctions, "no-markup-from-text": noMarkupFromText },
};
