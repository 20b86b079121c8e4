package io.plumbline.trainer.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected texts are what Jinja 3.1 gives in the settings of transformers. */
class ChatTemplateTest {
  private static final List<ChatMessage> MESSAGES =
      List.of(new ChatMessage("system", " Be brief.\n"), new ChatMessage("user", "a{{ b }}"));

  private static String rendered(String template) {
    return ChatTemplate.parse(template).render(MESSAGES, Map.of("bos_token", "<s>"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `{{ bos_token }}{{ eos_token }}!` | <s>!
          `{{ messages[-1].content }}` | a{{ b }}
          `{{ messages[0]['content'] | trim }}.` | Be brief..
          `{{ messages[1:] | length }}{{ messages[:-1] | length }}{{ messages[::-1][0].role }}` | 11user
          `{% for m in messages %}{{ loop.index0 }}{{ m.role }}{{ ', ' if not loop.last }}{% endfor %}` | 0system, 1user
          `{% for m in messages if m.role == "user" %}{{ loop.length }}{% else %}none{% endfor %}` | 1
          `{% for m in missing %}x{% else %}none{% endfor %}` | none
          `{% set x = 1 %}{% for m in messages %}{% set x = x + 1 %}{{ x }}{% endfor %}{{ x }}` | 221
          `{% set n = namespace(x=1) %}{% for m in messages %}{% set n.x = n.x + 1 %}{% endfor %}{{ n.x }}` | 3
          `{% for i in range(5) %}{% if i == 1 %}{% continue %}{% elif i == 3 %}{% break %}{% endif %}{{ i }}{% endfor %}` | 02
          `{{ 1 + 2 * 3 - 7 // 2 % 4 }} {{ -2 }} {{ 'a' ~ 1 }} {{ 'a' 'b' }}` | 4 -2 a1 ab
          `{{ not 1 == 2 and 1 < 2 <= 2 or false }}` | True
          `{{ 'a' in 'cat' and 'x' not in ['y'] and 'role' in messages[0] }}` | True
          `{{ x is defined }} {{ bos_token is string }} {{ tools is none }} {{ x is not defined }}` | False True True True
          `{{ "" or "b" }} {{ "a" and "b" }} {{ none }} {{ true }} {{ x }}.` | b b None True .
          `{{ 'a\\nb'.split('\\n')[-1] }}{{ 'xxay'.lstrip('x').rstrip('y') }}{{ 'ab'.startswith('a') }}` | baTrue
          `{{ {'a': [1, 2]}['a'][1] }}{{ ({'b': 1}.items() | list)[0][0] }}{{ x | default('d') }}` | 2bd
          `{% generation %}a{% endgeneration %}{{- 'b' }}` | ab
          `{{ "%}}" }}{# {{ not read }} #}{{ 'a"b' }}` | %}}a"b
          `{% if false %}{{ raise_exception("no") }}{{ x | tojson }}{% endif %}fine` | fine
          """)
  void aTemplateIsRenderedAsJinjaDoes(String template, String text) {
    assertThat(rendered(template)).isEqualTo(text);
  }

  @Test
  void whitespaceAroundTagsIsThatOfTrimmedBlocks() {
    assertThat(
            rendered(
                """
                a
                  {% if true %}
                  b
                  {%- endif %}

                  {{ 'c' }}
                d {% if true %} e{% endif %}
                f
                  {#- note #}
                  {%+ if true %}g{% endif +%}
                h
                """))
        .isEqualTo("a\n  b\n  c\nd  ef  g\nh");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `{% if x %}a` | line 1: the end (expected: elif or else or endif)
          `a\n{{ x ` | line 2: a tag without }}
          `{% macro f() %}{% endmacro %}` | line 1: tag macro (expected: if, for, set, break, continue or generation, the only ones supported)
          `{{ a + }}` | line 1: }} (expected: a value)
          `{{ a b }}` | line 1: b (expected: }})
          `{% endfor %}` | line 1: tag endfor (expected: if, for, set, break, continue or generation, the only ones supported)
          `{# a` | line 1: {# without #}
          `{{ 'a }}` | line 1: unexpected '
          `{% for in x %}{% endfor %}` | line 1: x (expected: in)
          `{{ raise_exception("two systems") }}` | the template says: two systems
          `{{ messages | tojson }}` | filter tojson is not supported
          `{{ 1 is prime }}` | test prime is not supported
          `{{ strftime_now("%Y") }}` | function strftime_now is not supported
          `{{ 'a'.center(3) }}` | method center of a string is not supported
          `{{ x.y }}` | y of an undefined value
          `{{ messages }}` | printing a list is not supported
          `{{ 'a' + 1 }}` | a string + a number
          `{{ messages | join(attribute='role') }}` | join with [attribute] is not supported
          `{% for i in range(99) %}{% for j in range(99) %}{% for k in range(999) %}{% endfor %}{% endfor %}{% endfor %}` | more than 1000000 turns of loops
          `{% set n = namespace(x='ab') %}{% for i in range(99) %}{% set n.x = n.x + n.x %}{% endfor %}` | more than 16777216 characters
          `{% for i in range(99999) %}{{ 'ab' * 1 }}{% endfor %}` | a string * a number
          `{{ 1 // 0 }}` | a number // a number
          """)
  void whatDoesNotParseOrIsNotThereIsAnErrorThatNamesIt(String template, String message) {
    assertThatThrownBy(() -> rendered(template))
        .isInstanceOf(ChatTemplateException.class)
        .hasMessage(message);
  }

  @Test
  void longStringsAndLongTemplatesAreNoMatterUpToALimit() {
    String text = "a\\n".repeat(1000) + "b".repeat(100_000);
    assertThat(rendered("{{ '" + text + "' }}")).hasSize(2000 + 100_000);
    assertThatThrownBy(() -> rendered("a".repeat(300_000)))
        .isInstanceOf(ChatTemplateException.class)
        .hasMessage("300000 characters (expected: at most 262144)");
  }

  @Test
  void aTemplateNestedWithoutEndIsRefused() {
    assertThatThrownBy(() -> rendered("{{ " + "(".repeat(200_000)))
        .isInstanceOf(ChatTemplateException.class);
  }
}
