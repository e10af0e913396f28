# SPDX-License-Identifier: Apache-2.0
"""Words of four letters and more that name no region: they are in texts about anything."""

from __future__ import annotations

_ENGLISH = """
about above across after again against ahead almost alone along already also although always among
another anyone anything around away back because become been before began begin being below beside
best better between beyond both bring called came cannot certain come comes could dear does doing
done down during each early eight either else enough even ever every everyone everything except
fact feel find first five following found four from full further gave gets give given gives goes
going gone good great half hand have having hence here however inside instead into itself just keep
kind kindly knew know known large last late later least less like likely line little long longer
look made make makes making many maybe means mere might mine more most much must myself near need
needs neither never next nine none nothing often once only onto open other others ought over part
past perhaps place point quite rather really regards rest right said same says second seem seems
seen sent several shall should show shown side since sincerely single small some someone something
soon still such sure take taken takes than that their them then there therefore these they thing
things think third this those though three through thus time times today together told took toward
towards turn twice under unless until upon used uses using usually very want wants well went were
what whatever when where whether which while whole whom whose will with within without words work
would year years yesterday your yours yourself
"""

_GERMAN = """
aber alle allem allen aller alles also anderen andere anderer anderes auch bald beide beiden
beim bereits besonders besser bitte bleibt dabei dadurch dafür dagegen daher dahin damals
damit danach daneben dann daran darauf daraus darf darin darum darunter dass davon davor dazu deine
denen denn dennoch deren derer dessen desto dich diese dieser diesem diesen dieses doch dort drei
dürfen durch eben ebenso eigene eigenen einander eine einem einen einer eines einfach einige einigen
einiger einmal erst erste ersten erster etwa etwas euch euer eure fast freundlichen ganz ganze
ganzen gegen gegenüber geht gehen gemacht genau genug gern geworden gibt gilt ging gleich große
großen grüße grüßen gute guten habe haben hast hatte hatten heißt heute hier hinter hätte hätten
ihnen ihre ihrem ihren ihrer ihres immer indem innen jede jedem jeden jeder jedes jedoch jene
jetzt kann kein keine keinem keinen keiner kleine kleinen komme kommen kommt konnte konnten können
könnte könnten lange lassen leider lieber liebe links machen macht mehr mein meine meinem meinen
meiner mich mindestens mitten muss musste mussten möglich möchte müssen nach nachdem nachher neben
nehmen nein neue neuen nicht nichts noch nochmals nämlich oben oder ohne recht rechts sagen sagt
sagte schon sehr sein seine seinem seinen seiner seit seitdem selbst sich sicher sind sobald sodass
sogar solche solcher soll sollen sollte sollten sondern sonst soviel soweit sowie sowohl später
statt stets trotz tage tagen über überhaupt überall unsere unserem unseren unserer unten unter viel
viele vielen vielleicht vier voll vorher wann warum ward waren warst wegen weil weit
weiter weitere weiteren welche welcher welchem welchen welches wenig wenige weniger wenn werde
werden wieder will wirklich wird wissen wohl wollen wollte worden wurde wurden während wäre wären
würde würden zehn zeit ziemlich zuerst zuletzt zurück zusammen zwar zwei zwischen
"""

PLAIN_WORDS = frozenset((_ENGLISH + _GERMAN).split())
"""English and German; lower-case."""
