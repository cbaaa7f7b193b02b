<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
 <context>
  <name>StochasticKriging</name>
  <message>
   <location filename="../plugin.py" />
   <source>Stochastic kriging</source>
   <translation>Stochastisches Kriging</translation>
  </message>
  <message>
   <location filename="../plugin.py" />
   <source>Variogram, its checks, a preview, and the maps</source>
   <translation>Variogramm, seine Prüfungen, eine Vorschau und die Karten</translation>
  </message>
  <message>
   <location filename="../plugin.py" />
   <source>Open the sample</source>
   <translation>Beispiel öffnen</translation>
  </message>
  <message>
   <location filename="../plugin.py" />
   <source>Settings…</source>
   <translation>Einstellungen…</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/base.py" />
   <source>Distances are in the unit of the map, which is that of the target CRS or else of the layer. The form shows the unit of the layer; where that is degrees, they are metres all the same.</source>
   <translation>Abstände sind in der Einheit der Karte, also in der des Ziel-KBS oder sonst des Layers. Das Formular zeigt die Einheit des Layers; wo diese Grad ist, sind es dennoch Meter.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/base.py" />
   <source>Maps</source>
   <translation>Karten</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/base.py" />
   <source>Variogram and checks</source>
   <translation>Variogramm und Prüfungen</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/base.py" />
   <source>Decisions</source>
   <translation>Entscheidungen</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/base.py" />
   <source>Wells</source>
   <translation>Bohrungen</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/base.py" />
   <source>kriging, interpolation, geostatistics, uncertainty, simulation, well, well log, porosity, soil</source>
   <translation>Kriging, Interpolation, Geostatistik, Unsicherheit, Simulation, Bohrung, Bohrlochmessung, Porosität, Boden</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/base.py" />
   <source>Outputs</source>
   <translation>Ausgaben</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/crossvalidation.py" />
   <source>Values that miss their prediction by more than {far:g} standard deviations (are they, or those beside them, right?), {n} in all: {told}</source>
   <translation>Werte, die um mehr als {far:g} Standardabweichungen von ihrer Vorhersage abweichen (stimmen sie, oder stimmen ihre Nachbarn?), insgesamt {n}: {told}</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/crossvalidation.py" />
   <source>Cross-validation</source>
   <translation>Kreuzvalidierung</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/crossvalidation.py" />
   <source>&lt;p&gt;Predicts each value from the others, as a map would, and says how good the predictions are, and whether their standard deviations can be believed. Choose the same parameters as for the map: for &lt;i&gt;Stochastic kriging&lt;/i&gt; also the transform normal-score.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Split&lt;/b&gt; says what is left out at once. &lt;i&gt;points&lt;/i&gt;: each by itself, which asks how well a map does between wells. &lt;i&gt;wells&lt;/i&gt;: all samples of a well, else each would be predicted from its neighbours in the same well. &lt;i&gt;blocks&lt;/i&gt;: compact parts of the map, which asks how well it does away from wells. &lt;i&gt;folds&lt;/i&gt;: random parts. Data are used where they are, as in &lt;i&gt;Kriging&lt;/i&gt;.&lt;/p&gt;&lt;p&gt;Transform and variogram are those of all data, as the map has them; with &lt;b&gt;Refit&lt;/b&gt; they are fitted anew without what is left out, which is slower and tells what a fit to fewer data costs.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Models to compare&lt;/b&gt; fits the variogram with each of several models and ranks them by CRPS. Points, numbers and report are those of the best; the variogram file has it for the map.&lt;/p&gt;&lt;p&gt;All numbers are in units of the value, also with a transform. ME: mean error (observed less predicted). MAE, RMSE: mean absolute, root mean square error. MSE, RMSSE: mean and root mean square of standardized errors, best 0 and 1. ASE: average standard error, best the RMSE. R2: part of the variance that is explained. PCT90, PCT95: percentage of values in their 90 and 95 % intervals. CRPS: one number for error and uncertainty together, less is better. GOODNESS: of the accuracy plot, best 1.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Sagt jeden Wert aus den anderen vorher, wie es eine Karte täte, und gibt an, wie gut die Vorhersagen sind und ob man ihren Standardabweichungen trauen kann. Wählen Sie dieselben Parameter wie für die Karte: für &lt;i&gt;Stochastisches Kriging&lt;/i&gt; auch die Transformation normal-score.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Aufteilung&lt;/b&gt; gibt an, was auf einmal weggelassen wird. &lt;i&gt;points&lt;/i&gt;: jeder Punkt für sich; das prüft, wie gut eine Karte zwischen den Bohrungen ist. &lt;i&gt;wells&lt;/i&gt;: alle Messwerte einer Bohrung, denn sonst würde jeder aus seinen Nachbarn in derselben Bohrung vorhergesagt. &lt;i&gt;blocks&lt;/i&gt;: zusammenhängende Teile der Karte; das prüft, wie gut sie abseits der Bohrungen ist. &lt;i&gt;folds&lt;/i&gt;: zufällige Teile. Die Daten zählen dort, wo sie liegen, wie beim &lt;i&gt;Kriging&lt;/i&gt;.&lt;/p&gt;&lt;p&gt;Transformation und Variogramm sind die aller Daten, wie bei der Karte; mit &lt;b&gt;Neu anpassen&lt;/b&gt; werden sie ohne das Weggelassene neu angepasst. Das ist langsamer und zeigt, was die Anpassung an weniger Daten kostet.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Zu vergleichende Modelle&lt;/b&gt; passt das Variogramm mit jedem von mehreren Modellen an und ordnet sie nach CRPS. Punkte, Zahlen und Bericht sind die des besten; die Variogrammdatei enthält es für die Karte.&lt;/p&gt;&lt;p&gt;Alle Zahlen sind in Einheiten des Werts, auch mit einer Transformation. ME: mittlerer Fehler (beobachtet minus vorhergesagt). MAE, RMSE: mittlerer absoluter Fehler, Wurzel des mittleren quadratischen Fehlers. MSE, RMSSE: Mittelwert und Wurzel des mittleren Quadrats der standardisierten Fehler, am besten 0 und 1. ASE: durchschnittlicher Standardfehler, am besten gleich dem RMSE. R2: Anteil der Varianz, der erklärt wird. PCT90, PCT95: Prozentsatz der Werte in ihren Intervallen von 90 und 95 %. CRPS: eine Zahl für Fehler und Unsicherheit zusammen, kleiner ist besser. GOODNESS: Güte des Genauigkeitsdiagramms, am besten 1.&lt;/p&gt;</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/crossvalidation.py" />
   <source>Cross-validation took {own:.1f} s; {all:.1f} s in all.</source>
   <translation>Die Kreuzvalidierung dauerte {own:.1f} s; insgesamt {all:.1f} s.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/crossvalidation.py" />
   <source>MIN_DATA is {least} and MAX_DATA {most}: no point would find enough data.</source>
   <translation>MIN_DATA ist {least} und MAX_DATA {most}: Kein Punkt fände genug Daten.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/crossvalidation.py" />
   <source>{n} points without a name of their well are left out each by itself (GROUP_FIELD).</source>
   <translation>{n} Punkte ohne Namen ihrer Bohrung werden jeder für sich weggelassen (GROUP_FIELD).</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/crossvalidation.py" />
   <source>All {n} points are of one well (GROUP_FIELD): nothing is left to predict them from.</source>
   <translation>Alle {n} Punkte gehören zu einer Bohrung (GROUP_FIELD): Es bleibt nichts, woraus sie vorhergesagt werden könnten.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/crossvalidation.py" />
   <source>For points in space, with z: any height. Samples of logs are averaged over it. Default: none, points on a map.</source>
   <translation>Für Punkte im Raum, mit z: eine beliebige Höhe. Die Messwerte von Logs werden darüber gemittelt. Vorgabe: keine, Punkte auf einer Karte.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/crossvalidation.py" />
   <source>Of random parts. Empty: 42.</source>
   <translation>Für zufällige Teile. Leer: 42.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/crossvalidation.py" />
   <source>The data with what was predicted for each, its error, and whether it lies in its 90 % interval.</source>
   <translation>Die Daten mit der Vorhersage für jeden Wert, ihrem Fehler und der Angabe, ob er in seinem Intervall von 90 % liegt.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/crossvalidation.py" />
   <source>The variogram that predicted best, as maps take it under Variogram file.</source>
   <translation>Das Variogramm mit der besten Vorhersage, wie es Karten unter „Variogrammdatei“ annehmen.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/crossvalidation.py" />
   <source>Residuals of {title}</source>
   <translation>Residuen von {title}</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/crossvalidation.py" />
   <source>MODELS and {name} are both given: leave one of them out.</source>
   <translation>MODELS und {name} sind beide angegeben: Lassen Sie eines davon weg.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/crossvalidation.py" />
   <source>SPLIT is wells: choose the field that says which well a point belongs to (GROUP_FIELD).</source>
   <translation>SPLIT ist wells: Wählen Sie das Feld, das angibt, zu welcher Bohrung ein Punkt gehört (GROUP_FIELD).</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/exceedance.py" />
   <source>Probability of exceedance</source>
   <translation>Überschreitungswahrscheinlichkeit</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/exceedance.py" />
   <source>&lt;p&gt;Tells with which probability a map is above (or below) a threshold, or between two, and on how large an area.&lt;/p&gt;&lt;p&gt;From &lt;b&gt;realizations&lt;/b&gt; the probability of a cell is the share of the realizations in which the condition holds. From &lt;b&gt;mean&lt;/b&gt; and &lt;b&gt;standard deviation&lt;/b&gt; the value of each cell is taken as normal; that is right for maps that were made without a transform, and about right for others.&lt;/p&gt;&lt;p&gt;Where each cell has a probability of 90 %, all of them together may have next to none. The &lt;b&gt;region&lt;/b&gt; is the largest set of cells in which the condition holds &lt;i&gt;everywhere at once&lt;/i&gt; with the confidence. The &lt;b&gt;band of the contour&lt;/b&gt; is the rest of the map where it is not sure on which side of the threshold the cells lie: with the confidence, the contour runs nowhere else (Bolin and Lindgren 2015). One half of the realizations orders the cells, the other tells how likely they hold as a whole. Both need realizations, best some hundreds.&lt;/p&gt;&lt;p&gt;The areas P90, P50 and P10 are those that 90, 50 and 10 % of the realizations exceed, as the petroleum industry counts: P90 is the low case. They are in squares of the map's unit, in square metres where the map is in degrees. Of maps with slices they are summed over the slices.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Gibt an, mit welcher Wahrscheinlichkeit eine Karte über (oder unter) einem Schwellenwert liegt oder zwischen zweien, und auf welcher Fläche.&lt;/p&gt;&lt;p&gt;Aus &lt;b&gt;Realisierungen&lt;/b&gt; ergibt sich die Wahrscheinlichkeit einer Zelle als Anteil der Realisierungen, in denen die Bedingung gilt. Aus &lt;b&gt;Mittelwert&lt;/b&gt; und &lt;b&gt;Standardabweichung&lt;/b&gt; wird der Wert jeder Zelle als normalverteilt angenommen; das ist richtig für Karten, die ohne Transformation erstellt wurden, und ungefähr richtig für andere.&lt;/p&gt;&lt;p&gt;Wo jede Zelle eine Wahrscheinlichkeit von 90 % hat, kann sie für alle zusammen fast null sein. Der &lt;b&gt;Bereich&lt;/b&gt; ist die größte Menge von Zellen, in denen die Bedingung mit der Konfidenz &lt;i&gt;überall gleichzeitig&lt;/i&gt; gilt. Das &lt;b&gt;Band der Isolinie&lt;/b&gt; ist der Rest der Karte, wo nicht sicher ist, auf welcher Seite des Schwellenwerts die Zellen liegen: Mit der Konfidenz verläuft die Isolinie nirgendwo sonst (Bolin und Lindgren 2015). Die eine Hälfte der Realisierungen ordnet die Zellen, die andere gibt an, wie wahrscheinlich die Bedingung für sie als Ganzes gilt. Beide brauchen Realisierungen, am besten einige Hundert.&lt;/p&gt;&lt;p&gt;Die Flächen P90, P50 und P10 sind die, welche 90, 50 und 10 % der Realisierungen überschreiten, wie es die Erdölindustrie zählt: P90 ist der niedrige Fall. Sie sind in Quadraten der Karteneinheit, in Quadratmetern, wo die Karte in Grad ist. Bei Karten mit Scheiben sind sie über die Scheiben summiert.&lt;/p&gt;</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/exceedance.py" />
   <source>{title} is {what} on {area} {unit} on average</source>
   <translation>{title} liegt auf durchschnittlich {area} {unit} {what}</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/exceedance.py" />
   <source>The region, of {area} {unit}, is {what} everywhere at once with a probability of {probability:.3g} (standard error {error:.2g}), counted in the half of the realizations that did not order its cells.</source>
   <translation>Der Bereich von {area} {unit} liegt mit einer Wahrscheinlichkeit von {probability:.3g} (Standardfehler {error:.2g}) überall gleichzeitig {what}, gezählt in der Hälfte der Realisierungen, die seine Zellen nicht geordnet hat.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/exceedance.py" />
   <source>Probability of {title} {what}</source>
   <translation>Wahrscheinlichkeit für {title} {what}</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/exceedance.py" />
   <source>Region of {title} {what} with {confidence:g} %</source>
   <translation>Bereich von {title} {what} mit {confidence:g} %</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/exceedance.py" />
   <source>Band of the contour of {title} {what} with {confidence:g} %</source>
   <translation>Band der Isolinie von {title} {what} mit {confidence:g} %</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/exceedance.py" />
   <source>; low case {low} (petroleum P90), middle {middle}, high {high} (P10)</source>
   <translation>; niedriger Fall {low} (P90 der Erdölindustrie), mittlerer {middle}, hoher {high} (P10)</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/exceedance.py" />
   <source>The band of the contour has {area} {unit}.</source>
   <translation>Das Band der Isolinie hat {area} {unit}.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/exceedance.py" />
   <source>No cell is {what} with a confidence of {confidence:g}: the region is empty (CONFIDENCE).</source>
   <translation>Keine Zelle liegt mit einer Konfidenz von {confidence:g} {what}: Der Bereich ist leer (CONFIDENCE).</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/exceedance.py" />
   <source>All cells that each alone have at least {confidence:g} are so at once in {alone:.2g} of them.</source>
   <translation>Alle Zellen, die jede für sich mindestens {confidence:g} erreichen, tun es gleichzeitig in einem Anteil von {alone:.2g} dieser Realisierungen.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/exceedance.py" />
   <source>Reading the maps</source>
   <translation>Karten werden gelesen</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/exceedance.py" />
   <source>By Stochastic Kriging for QGIS {version}, from {maps}.</source>
   <translation>Erstellt mit Stochastic Kriging for QGIS {version}, aus {maps}.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/exceedance.py" />
   <source>in the region</source>
   <translation>im Bereich</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/exceedance.py" />
   <source>not in the region</source>
   <translation>nicht im Bereich</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/exceedance.py" />
   <source>the contour may run here</source>
   <translation>hier kann die Isolinie verlaufen</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/exceedance.py" />
   <source>the contour does not run here</source>
   <translation>hier verläuft die Isolinie nicht</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/kriging.py" />
   <source>Kriging</source>
   <translation>Kriging</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/kriging.py" />
   <source>&lt;p&gt;Interpolates wells to one smooth map, the best linear unbiased estimate, and its standard deviation.&lt;/p&gt;&lt;p&gt;With a &lt;b&gt;transform&lt;/b&gt; logarithms or normal scores are kriged, and mean, standard deviation and quantiles of the values follow from them exactly, without realizations: for skewed values.&lt;/p&gt;&lt;p&gt;Data are used where they are, not at the centres of cells: a cell shows a well's value only if the well stands in its centre. For many equally probable maps that honour the wells cell by cell use &lt;i&gt;Stochastic kriging&lt;/i&gt;.&lt;/p&gt;&lt;p&gt;A few wells allow many variograms. Where the variogram is fitted to at most 300 data, all that they allow count, each by its probability, so that the standard deviation also tells how little is known of it. Otherwise, and with &lt;b&gt;Uncertainty of the variogram&lt;/b&gt; none, the variogram is taken as known; with few wells the standard deviation is then too small.&lt;/p&gt;&lt;p&gt;Values come from a field of the well layer, or from a curve of LAS files that are joined to the layer by well name and averaged between a top and a bottom depth.&lt;/p&gt;&lt;p&gt;With a &lt;b&gt;slice height&lt;/b&gt; the grid is in space: a band for each slice, from points with z or from the samples of logs, by elevation or by depth.&lt;/p&gt;&lt;p&gt;With a &lt;b&gt;top&lt;/b&gt; and a &lt;b&gt;base surface&lt;/b&gt; and a number of &lt;b&gt;layers&lt;/b&gt; the grid follows a unit: a band for each layer, from the base up, instead of slices.&lt;/p&gt;&lt;p&gt;A &lt;b&gt;secondary raster&lt;/b&gt;, such as a seismic attribute, counts between the wells as far as its correlation with their values goes.&lt;/p&gt;&lt;p&gt;Without a limit all data are used for every cell. With a &lt;b&gt;maximum number of data&lt;/b&gt; or a &lt;b&gt;search radius&lt;/b&gt; each cell is kriged from the nearest ones; cells that find none have no data.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Interpoliert Bohrungen zu einer glatten Karte, der besten linearen unverzerrten Schätzung, und ihrer Standardabweichung.&lt;/p&gt;&lt;p&gt;Mit einer &lt;b&gt;Transformation&lt;/b&gt; wird das Kriging mit Logarithmen oder Normal-Scores ausgeführt, und Mittelwert, Standardabweichung und Quantile der Werte folgen daraus exakt, ohne Realisierungen: für schief verteilte Werte.&lt;/p&gt;&lt;p&gt;Die Daten zählen dort, wo sie liegen, nicht in den Mittelpunkten der Zellen: Eine Zelle zeigt den Wert einer Bohrung nur, wenn die Bohrung in ihrem Mittelpunkt steht. Für viele gleich wahrscheinliche Karten, die die Bohrungen Zelle für Zelle exakt wiedergeben, verwenden Sie &lt;i&gt;Stochastisches Kriging&lt;/i&gt;.&lt;/p&gt;&lt;p&gt;Wenige Bohrungen lassen viele Variogramme zu. Wo das Variogramm an höchstens 300 Datenpunkte angepasst wird, zählen alle, die sie zulassen, jedes nach seiner Wahrscheinlichkeit, sodass die Standardabweichung auch zeigt, wie wenig man darüber weiß. Sonst, und wenn &lt;b&gt;Unsicherheit des Variogramms&lt;/b&gt; none ist, gilt das Variogramm als bekannt; bei wenigen Bohrungen ist die Standardabweichung dann zu klein.&lt;/p&gt;&lt;p&gt;Die Werte kommen aus einem Feld des Bohrungslayers oder aus einer Kurve von LAS-Dateien, die über den Bohrungsnamen mit dem Layer verknüpft und zwischen einer oberen und einer unteren Tiefe gemittelt werden.&lt;/p&gt;&lt;p&gt;Mit einer &lt;b&gt;Scheibenhöhe&lt;/b&gt; liegt das Gitter im Raum: ein Kanal für jede Scheibe, aus Punkten mit z oder aus den Messwerten von Logs, nach Höhe oder nach Tiefe.&lt;/p&gt;&lt;p&gt;Mit einer &lt;b&gt;Topfläche&lt;/b&gt;, einer &lt;b&gt;Basisfläche&lt;/b&gt; und einer Anzahl von &lt;b&gt;Schichten&lt;/b&gt; folgt das Gitter einer Einheit: ein Kanal für jede Schicht, von der Unterkante aufwärts, statt Scheiben.&lt;/p&gt;&lt;p&gt;Ein &lt;b&gt;sekundäres Raster&lt;/b&gt;, etwa ein seismisches Attribut, zählt zwischen den Bohrungen so weit, wie seine Korrelation mit deren Werten reicht.&lt;/p&gt;&lt;p&gt;Ohne Grenze werden für jede Zelle alle Daten verwendet. Mit einer &lt;b&gt;maximalen Datenanzahl&lt;/b&gt; oder einem &lt;b&gt;Suchradius&lt;/b&gt; wird jede Zelle aus den nächstgelegenen geschätzt; Zellen, die keine finden, haben keine Daten.&lt;/p&gt;</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/kriging.py" />
   <source>Kriging took {own:.1f} s; {all:.1f} s in all.</source>
   <translation>Das Kriging dauerte {own:.1f} s; insgesamt {all:.1f} s.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/kriging.py" />
   <source>MIN_DATA is {least} and MAX_DATA {most}: no cell would find enough data.</source>
   <translation>MIN_DATA ist {least} und MAX_DATA {most}: Keine Zelle fände genug Daten.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/lastopoints.py" />
   <source>LAS files to points</source>
   <translation>LAS-Dateien in Punkte umwandeln</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/lastopoints.py" />
   <source>&lt;p&gt;Reads one curve of well logs (LAS 1.2, 2.0 and 3.0) and makes points of it: one for each sample, for each &lt;b&gt;interval&lt;/b&gt;, or for each well.&lt;/p&gt;&lt;p&gt;A well's place is that of the &lt;b&gt;well layer&lt;/b&gt;, to which files are joined by UWI, API number, well name or file name; of a well that is not there, it is what the file's header says: latitude and longitude (WGS 84 unless it names another datum), X and Y in the UTM zone that it names, or either of them in the &lt;b&gt;CRS of the headers&lt;/b&gt;.&lt;/p&gt;&lt;p&gt;z is the elevation above sea level: that of the depth reference (KB) less the vertical depth; or the vertical depth itself, positive downwards. Wells are vertical unless the &lt;b&gt;deviation survey&lt;/b&gt; has them: then they follow arcs between its stations (minimum curvature).&lt;/p&gt;&lt;p&gt;The KB is the field's, else the header's (EREF, KB, EKB, EDF, …). It is suspicious, and its well left out and named, if it is farther than 50 m from the ground in the header; or, where that is missing or implausible itself, farther from the median of the wells than 50 m and 3.5 robust standard deviations.&lt;/p&gt;&lt;p&gt;Depths come in the unit chosen, whatever the files have. Files that give no point are in the table of &lt;b&gt;skipped files&lt;/b&gt;, each with the reason.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Liest eine Kurve von Bohrlochmessungen (LAS 1.2, 2.0 und 3.0) und macht Punkte daraus: einen für jeden Messwert, für jedes &lt;b&gt;Intervall&lt;/b&gt; oder für jede Bohrung.&lt;/p&gt;&lt;p&gt;Die Lage einer Bohrung ist die im &lt;b&gt;Bohrungslayer&lt;/b&gt;, mit dem die Dateien über UWI, API-Nummer, Bohrungs- oder Dateinamen verknüpft werden; bei einer Bohrung, die dort fehlt, ist es die, welche die Kopfdaten der Datei nennen: Breite und Länge (WGS 84, sofern sie kein anderes geodätisches Datum nennen), X und Y in der UTM-Zone, die sie nennen, oder eines von beiden im &lt;b&gt;KBS der Kopfdaten&lt;/b&gt;.&lt;/p&gt;&lt;p&gt;z ist die Höhe über dem Meeresspiegel: die des Tiefenbezugs (KB) minus die vertikale Tiefe; oder die vertikale Tiefe selbst, nach unten positiv. Bohrungen sind vertikal, sofern sie nicht in der &lt;b&gt;Abweichungsmessung&lt;/b&gt; stehen: Dann folgen sie Bögen zwischen deren Messpunkten (Methode der minimalen Krümmung).&lt;/p&gt;&lt;p&gt;Der KB ist der des Felds, sonst der der Kopfdaten (EREF, KB, EKB, EDF, …). Er ist verdächtig, und seine Bohrung wird weggelassen und genannt, wenn er weiter als 50 m von der Geländehöhe in den Kopfdaten entfernt ist; oder, wo diese fehlt oder selbst unplausibel ist, weiter vom Median der Bohrungen als 50 m und 3.5 robuste Standardabweichungen.&lt;/p&gt;&lt;p&gt;Tiefen werden in der gewählten Einheit ausgegeben, was immer die Dateien haben. Dateien, die keinen Punkt ergeben, stehen in der Tabelle der &lt;b&gt;übersprungenen Dateien&lt;/b&gt;, jede mit dem Grund.&lt;/p&gt;</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/lastopoints.py" />
   <source>TOP is {top:g} and BOTTOM {bottom:g}: depths increase downwards.</source>
   <translation>TOP ist {top:g} und BOTTOM {bottom:g}: Tiefen nehmen nach unten zu.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/lastopoints.py" />
   <source>{crs} (TARGET_CRS) is in degrees: deviated wells (SURVEY) need a projected CRS.</source>
   <translation>{crs} (TARGET_CRS) ist in Grad: Abgelenkte Bohrungen (SURVEY) brauchen ein projiziertes KBS.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/lastopoints.py" />
   <source> (SKIPPED has them all)</source>
   <translation> (SKIPPED enthält sie alle)</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/lastopoints.py" />
   <source>None of {n} LAS files gave a point of {curve} (LAS_FILES, CURVE): {first}</source>
   <translation>Keine von {n} LAS-Dateien ergab einen Punkt von {curve} (LAS_FILES, CURVE): {first}</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/lastopoints.py" />
   <source>Read {read} of {n} LAS files in {seconds:.1f} s on {processes} processes; {skipped} files skipped.</source>
   <translation>{read} von {n} LAS-Dateien in {seconds:.1f} s mit {processes} Prozessen gelesen; {skipped} Dateien übersprungen.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/lastopoints.py" />
   <source>Read {read} of {n} LAS files in {seconds:.1f} s on 1 process; {skipped} files skipped.</source>
   <translation>{read} von {n} LAS-Dateien in {seconds:.1f} s mit 1 Prozess gelesen; {skipped} Dateien übersprungen.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/lastopoints.py" />
   <source>LAS folder</source>
   <translation>LAS-Ordner</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/lastopoints.py" />
   <source>LAS files</source>
   <translation>LAS-Dateien</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/lastopoints.py" />
   <source>Well logs; instead of, or besides, a folder.</source>
   <translation>Bohrlochmessungen; statt eines Ordners oder zusätzlich dazu.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/lastopoints.py" />
   <source>Elevation of the depth reference. Goes before the header's; where it is empty, the header's counts.</source>
   <translation>Höhe des Tiefenbezugs. Hat Vorrang vor der in den Kopfdaten; wo sie leer ist, zählt die der Kopfdaten.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/lastopoints.py" />
   <source>elevation: above sea level, needs the KB. depth: vertical depth below the reference, downwards.</source>
   <translation>elevation: über dem Meeresspiegel, braucht den KB. depth: vertikale Tiefe unter dem Bezug, nach unten.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/lastopoints.py" />
   <source>Of md and z, and of all depths and heights given here. Files are converted by their own unit.</source>
   <translation>Für md und z sowie alle hier angegebenen Tiefen und Höhen. Dateien werden aus ihrer eigenen Einheit umgerechnet.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/lastopoints.py" />
   <source>Default: the well layer's, or the headers', or the UTM zone that fits where that is in degrees.</source>
   <translation>Vorgabe: das des Bohrungslayers oder der Kopfdaten oder, wo es in Grad ist, die passende UTM-Zone.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/lastopoints.py" />
   <source>INTERVAL and PER_WELL exclude each other: leave one of them out.</source>
   <translation>INTERVAL und PER_WELL schließen sich aus: Lassen Sie eines davon weg.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/lastopoints.py" />
   <source>No LAS files: choose files (LAS_FILES) or a folder (LAS_FOLDER).</source>
   <translation>Keine LAS-Dateien: Wählen Sie Dateien (LAS_FILES) oder einen Ordner (LAS_FOLDER).</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/lastopoints.py" />
   <source>The well layer has no points (WELLS).</source>
   <translation>Der Bohrungslayer hat keine Punkte (WELLS).</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/lastopoints.py" />
   <source>its place cannot be projected to {crs}</source>
   <translation>ihre Lage kann nicht in {crs} projiziert werden</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/lastopoints.py" />
   <source>None of {n} LAS files has a place: {first} Choose a layer of the wells (WELLS, WELL_FIELD), or the CRS of the headers (LAS_CRS).</source>
   <translation>Keine von {n} LAS-Dateien hat eine Lage: {first} Wählen Sie einen Layer der Bohrungen (WELLS, WELL_FIELD) oder das KBS der Kopfdaten (LAS_CRS).</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/lastopoints.py" />
   <source>The places in the headers are in degrees.</source>
   <translation>Die Lagen in den Kopfdaten sind in Grad.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/lastopoints.py" />
   <source>Measured depth of each well, such as a pick. A well without is skipped, unless there is a number.</source>
   <translation>Gemessene Tiefe jeder Bohrung, etwa einer Schichtgrenze. Eine Bohrung ohne diese wird übersprungen, sofern keine Zahl angegeben ist.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/lastopoints.py" />
   <source>Features {reason}, which were skipped: {n}.</source>
   <translation>Übersprungene Objekte, {reason}: {n}.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/lastopoints.py" />
   <source>{name}, for one: {reason}.</source>
   <translation>Zum Beispiel {name}: {reason}.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/lastopoints.py" />
   <source>a well layer without a CRS</source>
   <translation>einen Bohrungslayer ohne KBS</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/layersinspace.py" />
   <source>Layers in space</source>
   <translation>Schichten im Raum</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/layersinspace.py" />
   <source>&lt;p&gt;Takes a map whose bands are layers between two surfaces, as Stochastic kriging and Kriging make them, back to where the layers lie: to &lt;b&gt;slices&lt;/b&gt; of elevation, and to a &lt;b&gt;mesh&lt;/b&gt; for each layer.&lt;/p&gt;&lt;p&gt;A slice has in each cell the value of the layer in which its middle lies, and no data outside the unit. Choose slices no higher than the layers are, or thin layers are passed over. Slices are what Section takes, and what the elevation controller of QGIS shows one by one.&lt;/p&gt;&lt;p&gt;The mesh is one file, which QGIS opens as a layer for each layer of the unit, at the middle of its height: 3D views and elevation profiles show them as they lie. Each cell has its value and its thickness.&lt;/p&gt;&lt;p&gt;The surfaces are those between which the layers were made, in any CRS; heights are in the unit of the layers' z. Of several maps (quantiles, realizations) all become slices, and the first becomes the mesh.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Bringt eine Karte, deren Kanäle Schichten zwischen zwei Flächen sind, wie Stochastisches Kriging und Kriging sie erstellen, dorthin zurück, wo die Schichten liegen: zu &lt;b&gt;Scheiben&lt;/b&gt; in der Höhe und zu einem &lt;b&gt;Netz&lt;/b&gt; für jede Schicht.&lt;/p&gt;&lt;p&gt;Eine Scheibe hat in jeder Zelle den Wert der Schicht, in der ihre Mitte liegt, und außerhalb der Einheit keine Daten. Wählen Sie Scheiben, die nicht höher sind als die Schichten, sonst werden dünne Schichten übergangen. Der Profilschnitt nimmt Scheiben als Eingabe, und die Höhensteuerung von QGIS zeigt sie einzeln.&lt;/p&gt;&lt;p&gt;Das Netz ist eine Datei, die QGIS als einen Layer für jede Schicht der Einheit öffnet, in der Mitte ihrer Höhe: 3D-Ansichten und Höhenprofile zeigen sie, wie sie liegen. Jede Zelle hat ihren Wert und ihre Mächtigkeit.&lt;/p&gt;&lt;p&gt;Die Flächen sind die, zwischen denen die Schichten erstellt wurden, in beliebigem KBS; Höhen sind in der Einheit von z der Schichten. Von mehreren Karten (Quantilen, Realisierungen) werden alle zu Scheiben und die erste zum Netz.&lt;/p&gt;</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/layersinspace.py" />
   <source>Thickness</source>
   <translation>Mächtigkeit</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/layersinspace.py" />
   <source>The unit is {mean:.6g}{unit} thick on average, {least:.6g} to {greatest:.6g}, in {cells} cells; slices of {delta:g}{unit}: {count}.</source>
   <translation>Die Einheit ist im Mittel {mean:.6g}{unit} mächtig, {least:.6g} bis {greatest:.6g}, in {cells} Zellen; Scheiben von {delta:g}{unit}: {count}.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/layersinspace.py" />
   <source>{name} (RASTER) is a map that was made without LAYERS: choose one that was made with them.</source>
   <translation>{name} (RASTER) ist eine Karte, die ohne LAYERS erzeugt wurde: Wählen Sie eine, die damit erzeugt wurde.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/layersinspace.py" />
   <source>The layers were made in a unit whose base lies at {wanted:.6g}{unit} at ({x:.10g}, {y:.10g}), and this base lies at {found:.6g}{unit} there (BASE_SURFACE). Are they the same surfaces?</source>
   <translation>Die Schichten wurden in einer Einheit erzeugt, deren Unterkante bei ({x:.10g}, {y:.10g}) auf {wanted:.6g}{unit} liegt, und diese liegt dort auf {found:.6g}{unit} (BASE_SURFACE). Sind es dieselben Flächen?</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/layersinspace.py" />
   <source>Cells with values where the surfaces have no unit, which are left out: {n}.</source>
   <translation>Zellen mit Werten, wo zwischen den Flächen keine Einheit liegt, und die weggelassen werden: {n}.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/layersinspace.py" />
   <source>Cells where the top lies below the base (TOP_SURFACE, BASE_SURFACE): {n}.</source>
   <translation>Zellen, in denen die Topfläche unter der Basisfläche liegt (TOP_SURFACE, BASE_SURFACE): {n}.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/layersinspace.py" />
   <source>Map with layers</source>
   <translation>Karte mit Schichten</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/layersinspace.py" />
   <source>A band for each layer, the base layer first; of one map or of several (quantiles, realizations).</source>
   <translation>Ein Kanal für jede Schicht, die unterste zuerst; von einer Karte oder von mehreren (Quantilen, Realisierungen).</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/layersinspace.py" />
   <source>Height of a slice</source>
   <translation>Höhe einer Scheibe</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/layersinspace.py" />
   <source>In the unit of z. Default: the height of a layer, rounded down to 1, 2 or 5 times a power of ten.</source>
   <translation>In der Einheit von z. Vorgabe: die Höhe einer Schicht, abgerundet auf das 1-, 2- oder 5-Fache einer Zehnerpotenz.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/layersinspace.py" />
   <source>Where the raster says how its layers were made, this has to be the same.</source>
   <translation>Wenn das Raster sagt, wie seine Schichten erstellt wurden, muss es hier dasselbe sein.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/layersinspace.py" />
   <source>Direction of heights</source>
   <translation>Richtung der Höhen</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/layersinspace.py" />
   <source>Of the surfaces. elevation: upwards. depth: downwards.</source>
   <translation>Der Flächen. elevation: aufwärts. depth: abwärts.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/layersinspace.py" />
   <source>Takes one of several maps: of quantiles 1 is low, 2 the median, 3 high; of realizations its number. Default: all become slices, and the first the mesh.</source>
   <translation>Nimmt eine von mehreren Karten: von Quantilen ist 1 das niedrige, 2 der Median, 3 das hohe; von Realisierungen ihre Nummer. Vorgabe: Alle werden zu Scheiben und die erste zum Netz.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/layersinspace.py" />
   <source>What 3D views multiply the heights of the mesh by; the file has them as they are. Default: 1.</source>
   <translation>Faktor, mit dem 3D-Ansichten die Höhen des Netzes multiplizieren; in der Datei stehen sie unverändert. Vorgabe: 1.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/layersinspace.py" />
   <source>Nothing is asked for: choose SLICES, MESH, or both.</source>
   <translation>Es wird keine Ausgabe verlangt: Wählen Sie SLICES, MESH oder beides.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/layersinspace.py" />
   <source>The layers of {raster} (RASTER) were made with {said}, and {parameter} is {given}: choose {said}.</source>
   <translation>Die Schichten von {raster} (RASTER) wurden mit {said} erstellt, und {parameter} ist {given}: Wählen Sie {said}.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/layersinspace.py" />
   <source>Map {number} of {name}</source>
   <translation>Karte {number} von {name}</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/layersinspace.py" />
   <source>{title}, back at its heights. By Stochastic Kriging for QGIS {version}, from {name}.</source>
   <translation>{title}, zurück in den eigenen Höhen. Erstellt mit Stochastic Kriging for QGIS {version}, aus {name}.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/layersinspace.py" />
   <source>The one that the layers were made with; its first band counts.</source>
   <translation>Diejenige, mit der die Schichten erstellt wurden; ihr erster Kanal zählt.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/layersinspace.py" />
   <source>{title} in space</source>
   <translation>{title} im Raum</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/layersinspace.py" />
   <source>Slices of {title}</source>
   <translation>Scheiben von {title}</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/layersinspace.py" />
   <source>Layer {number} of {title}</source>
   <translation>Schicht {number} von {title}</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/nextwells.py" />
   <source>Next wells</source>
   <translation>Nächste Bohrungen</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/nextwells.py" />
   <source>&lt;p&gt;Proposes places for new wells: first the one whose value would take most uncertainty, then the best after it, and so on. What a well takes depends on where it stands and on the variogram, not on the value that it will find, so it is computed exactly, as kriging again with the new wells would.&lt;/p&gt;&lt;p&gt;&lt;b&gt;variance&lt;/b&gt;: the mean kriging variance over the cells of the map. &lt;b&gt;exceedance&lt;/b&gt;: the mean of p (1 − p), p being the probability that a cell exceeds the threshold, expected over what the wells may find (stepwise uncertainty reduction, Chevalier et al. 2014). &lt;b&gt;zone&lt;/b&gt;: the mean variance of the means of zones.&lt;/p&gt;&lt;p&gt;A well at the greatest standard deviation, the usual rule, often lies at the edge of the map and tells little of it. The log says how much more the proposed wells take.&lt;/p&gt;&lt;p&gt;&lt;b&gt;gain&lt;/b&gt; is what a well takes of the variance after those of a better rank, &lt;b&gt;gain_pct&lt;/b&gt; its part of the variance that is there now. &lt;b&gt;std_before&lt;/b&gt; and &lt;b&gt;std_after&lt;/b&gt; are the roots of the mean variance without and with the well, &lt;b&gt;std_here&lt;/b&gt; is the standard deviation at its place before it is drilled. With a transform all of these are in units of scores, not of values.&lt;/p&gt;&lt;p&gt;Where the variogram is fitted to at most 300 data, five variograms that they allow count equally. New wells are taken to be as exact as the variogram says: with &lt;i&gt;Honour data exactly&lt;/i&gt; off, each has an error of the nugget.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Schlägt Orte für neue Bohrungen vor: zuerst den, dessen Wert die Unsicherheit am meisten verringern würde, dann den besten danach und so weiter. Wie viel eine Bohrung wegnimmt, hängt davon ab, wo sie steht, und vom Variogramm, nicht von dem Wert, den sie antreffen wird; es wird daher exakt berechnet, so wie es ein erneutes Kriging mit den neuen Bohrungen täte.&lt;/p&gt;&lt;p&gt;&lt;b&gt;variance&lt;/b&gt;: die mittlere Krigingvarianz über die Zellen der Karte. &lt;b&gt;exceedance&lt;/b&gt;: der Mittelwert von p (1 − p), wobei p die Wahrscheinlichkeit ist, dass eine Zelle den Schwellenwert überschreitet, als Erwartungswert über das, was die Bohrungen antreffen können (schrittweise Verringerung der Unsicherheit, Chevalier et al. 2014). &lt;b&gt;zone&lt;/b&gt;: die mittlere Varianz der Mittelwerte von Zonen.&lt;/p&gt;&lt;p&gt;Eine Bohrung an der Stelle der größten Standardabweichung, wie es die übliche Regel will, liegt oft am Rand der Karte und sagt wenig über sie aus. Das Protokoll gibt an, wie viel mehr die vorgeschlagenen Bohrungen wegnehmen.&lt;/p&gt;&lt;p&gt;&lt;b&gt;gain&lt;/b&gt; ist, was eine Bohrung nach denen mit besserem Rang von der Varianz wegnimmt, &lt;b&gt;gain_pct&lt;/b&gt; ihr Anteil an der jetzigen Varianz. &lt;b&gt;std_before&lt;/b&gt; und &lt;b&gt;std_after&lt;/b&gt; sind die Wurzeln der mittleren Varianz ohne und mit der Bohrung, &lt;b&gt;std_here&lt;/b&gt; ist die Standardabweichung an ihrer Stelle, bevor sie gebohrt wird. Mit einer Transformation sind diese alle in Einheiten der Scores, nicht der Werte.&lt;/p&gt;&lt;p&gt;Wo das Variogramm an höchstens 300 Datenpunkte angepasst wird, zählen fünf Variogramme, die sie zulassen, zu gleichen Teilen. Neue Bohrungen gelten als so genau, wie es das Variogramm sagt: Ist &lt;i&gt;Daten exakt wiedergeben&lt;/i&gt; aus, hat jede einen Fehler in Höhe des Nuggets.&lt;/p&gt;</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/nextwells.py" />
   <source>Next wells took {own:.1f} s; {all:.1f} s in all.</source>
   <translation>Die Suche nach den nächsten Bohrungen dauerte {own:.1f} s; insgesamt {all:.1f} s.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/nextwells.py" />
   <source>Standard deviation with the new wells</source>
   <translation>Standardabweichung mit den neuen Bohrungen</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/nextwells.py" />
   <source>Candidates {reason}, which are left out (CANDIDATES): {n}.</source>
   <translation>Weggelassene Kandidaten (CANDIDATES), {reason}: {n}.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/nextwells.py" />
   <source>posterior: the mean counts of what wells would take with five variograms that the data allow. none: of the one that fits best. automatic: posterior where the variogram is fitted to at most 300 data, else none; the log says which.</source>
   <translation>posterior: Es zählt der Mittelwert dessen, was Bohrungen mit fünf Variogrammen, die die Daten zulassen, wegnehmen würden. none: das mit dem am besten passenden. automatic: posterior, wo das Variogramm an höchstens 300 Datenpunkte angepasst wird, sonst none; das Protokoll nennt es.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/nextwells.py" />
   <source>The proposed places, by rank, with what each takes of the uncertainty.</source>
   <translation>Die vorgeschlagenen Orte nach Rang, mit dem, was jeder von der Unsicherheit wegnimmt.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/nextwells.py" />
   <source>What the map's would be if they were drilled.</source>
   <translation>Die der Karte, wenn sie gebohrt wären.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/nextwells.py" />
   <source>OBJECTIVE {objective} has no {name}: leave it out, or choose {word}.</source>
   <translation>OBJECTIVE {objective} verwendet {name} nicht: Lassen Sie dies weg, oder wählen Sie {word}.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/nextwells.py" />
   <source>The layer has no points (CANDIDATES).</source>
   <translation>Der Layer hat keine Punkte (CANDIDATES).</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/nextwells.py" />
   <source>Next wells of {title}</source>
   <translation>Nächste Bohrungen für {title}</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/nextwells.py" />
   <source>{name}, by {objective}. By Stochastic Kriging for QGIS {version}, from {count} data. Variogram: {variogram}. They take {share:.3g} % of the mean variance.</source>
   <translation>{name}, nach {objective}. Erstellt mit Stochastic Kriging for QGIS {version}, aus {count} Datenpunkten. Variogramm: {variogram}. Sie nehmen {share:.3g} % der mittleren Varianz weg.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/nextwells.py" />
   <source>OBJECTIVE {word} needs {name}.</source>
   <translation>OBJECTIVE {word} braucht {name}.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/nextwells.py" />
   <source>Standard deviation of {of} with the new wells</source>
   <translation>Standardabweichung von {of} mit den neuen Bohrungen</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/nextwells.py" />
   <source>scores of {title}</source>
   <translation>Scores von {title}</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/section.py" />
   <source>Section</source>
   <translation>Profilschnitt</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/section.py" />
   <source>&lt;p&gt;Cuts a map with slices along a line: a raster whose x is the distance along the line and whose y is the elevation, and the wells beside the line as lines of their own.&lt;/p&gt;&lt;p&gt;Any raster with slices will do: mean, standard deviation, quantiles, realizations. Of several maps (realizations, quantiles) the section shows the &lt;b&gt;statistic&lt;/b&gt;, or the one &lt;b&gt;map&lt;/b&gt; that is chosen.&lt;/p&gt;&lt;p&gt;Colours are those of the raster's layer, so that section and map can be compared. Beds are flat and wide: &lt;b&gt;vertical exaggeration&lt;/b&gt; multiplies elevations (depths count below zero); automatic is a section three times as long as it is high. The log says the number.&lt;/p&gt;&lt;p&gt;A section has no place on the map, and so no CRS: zoom to its layer, or open it in a second map view.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Schneidet eine Karte mit Scheiben entlang einer Linie: ein Raster, dessen x der Abstand entlang der Linie und dessen y die Höhe ist, und die Bohrungen neben der Linie als eigene Linien.&lt;/p&gt;&lt;p&gt;Jedes Raster mit Scheiben ist geeignet: Mittelwert, Standardabweichung, Quantile, Realisierungen. Von mehreren Karten (Realisierungen, Quantile) zeigt der Profilschnitt die &lt;b&gt;Statistik&lt;/b&gt; oder die eine &lt;b&gt;Karte&lt;/b&gt;, die gewählt ist.&lt;/p&gt;&lt;p&gt;Die Farben sind die des Rasterlayers, damit sich Profilschnitt und Karte vergleichen lassen. Schichten sind flach und weit: Die &lt;b&gt;Überhöhung&lt;/b&gt; multipliziert Höhen (Tiefen zählen unter null); automatisch wird ein Profilschnitt dreimal so lang wie hoch. Das Protokoll nennt die Zahl.&lt;/p&gt;&lt;p&gt;Ein Profilschnitt hat keinen Ort auf der Karte und daher kein KBS: Zoomen Sie auf seinen Layer, oder öffnen Sie ihn in einer zweiten Kartenansicht.&lt;/p&gt;</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/section.py" />
   <source>{title}: distance along the line, and elevation times {factor}.</source>
   <translation>{title}: Abstand entlang der Linie und Höhe mal {factor}.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/section.py" />
   <source>A section of {length:.6g}{unit} in {columns} columns; elevations are multiplied by {factor:g}.</source>
   <translation>Ein Profilschnitt der Länge {length:.6g}{unit} in {columns} Spalten; Höhen sind mit {factor:g} multipliziert.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/section.py" />
   <source>{name} (RASTER) has layers of a unit, which lie at another elevation in each cell: bring them back by Layers in space first.</source>
   <translation>{name} (RASTER) hat Schichten einer Einheit, die in jeder Zelle in einer anderen Höhe liegen: Bringen Sie sie zuerst mit „Schichten im Raum“ zurück.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/section.py" />
   <source>The bands of {name} (RASTER) do not say at which heights they lie, as '135 – 140 m' does: choose a raster that was made with a slice height (Z_DELTA).</source>
   <translation>Die Kanäle von {name} (RASTER) sagen nicht, in welchen Höhen sie liegen, wie es „135 – 140 m“ tut: Wählen Sie ein Raster, das mit einer Scheibenhöhe (Z_DELTA) erstellt wurde.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/section.py" />
   <source>{name} (RASTER) is in degrees, and a section takes lengths: project it first (gdal:warpreproject).</source>
   <translation>{name} (RASTER) ist in Grad, und ein Profilschnitt braucht Längen: Projizieren Sie es zuerst (gdal:warpreproject).</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/section.py" />
   <source>The slices of {name} (RASTER) are not of one height, without gaps: choose a raster whose are.</source>
   <translation>Die Scheiben von {name} (RASTER) sind nicht alle gleich hoch oder haben Lücken: Wählen Sie ein Raster mit gleich hohen Scheiben ohne Lücken.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/section.py" />
   <source>Wells {reason}, which are not shown (WELLS): {n}.</source>
   <translation>Nicht gezeigte Bohrungen (WELLS), {reason}: {n}.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/section.py" />
   <source>Mean</source>
   <translation>Mittelwert</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/section.py" />
   <source>Standard deviation</source>
   <translation>Standardabweichung</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/section.py" />
   <source>A section of {length:.6g}{unit} in one column; elevations are multiplied by {factor:g}.</source>
   <translation>Ein Profilschnitt der Länge {length:.6g}{unit} in einer Spalte; Höhen sind mit {factor:g} multipliziert.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/section.py" />
   <source>Columns outside the map, which have no data (LINE): {n} of {columns}.</source>
   <translation>Spalten außerhalb der Karte, die keine Daten haben (LINE): {n} von {columns}.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/section.py" />
   <source>Columns on the map where it has no data (RASTER): {n} of {columns}.</source>
   <translation>Spalten auf der Karte, wo diese keine Daten hat (RASTER): {n} von {columns}.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/section.py" />
   <source>Wells beside the line are shown on the section.</source>
   <translation>Bohrungen neben der Linie werden im Profilschnitt gezeigt.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/section.py" />
   <source>A raster of distance along the line and elevation, without a place on the map.</source>
   <translation>Ein Raster mit Abstand entlang der Linie und Höhe, ohne Ort auf der Karte.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/section.py" />
   <source>Section of {name}</source>
   <translation>Profilschnitt von {name}</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/section.py" />
   <source>Wells on the section</source>
   <translation>Bohrungen im Profilschnitt</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/section.py" />
   <source>Quantile {level:g}</source>
   <translation>Quantil {level:g}</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/stochastickriging.py" />
   <source>&lt;p&gt;Draws many equally probable grids that honour the wells, and returns their &lt;b&gt;mean&lt;/b&gt; and their &lt;b&gt;standard deviation&lt;/b&gt; cell by cell.&lt;/p&gt;&lt;p&gt;Values come from a field of the well layer, or from a curve of LAS files that are joined to the layer by well name (UWI, API or WELL, whatever the punctuation) and averaged between a top and a bottom depth.&lt;/p&gt;&lt;p&gt;Values are transformed to normal scores before they are simulated, and taken back before mean and standard deviation are computed; so realizations have about the histogram of the data. Limits that you know go into &lt;b&gt;Least value&lt;/b&gt; and &lt;b&gt;Greatest value&lt;/b&gt;.&lt;/p&gt;&lt;p&gt;What is known only to be below (or above) a limit, as by the text &amp;lt;0.25, has another value in each realization: within its limits, and as probable as the values around make it. So has a value with a &lt;b&gt;measurement error&lt;/b&gt;.&lt;/p&gt;&lt;p&gt;A few wells allow many variograms. Where the variogram is fitted to at most 300 data, all that they allow count, each by its probability, so that the standard deviation also tells how little is known of it. Otherwise, and with &lt;b&gt;Uncertainty of the variogram&lt;/b&gt; none, the variogram is taken as known; with few wells the standard deviation is then too small.&lt;/p&gt;&lt;p&gt;The map is in the target CRS, in its units; wells in degrees are projected. A variogram (nugget, partial sill, practical range) that is not given is fitted to the data, and the log says what was found.&lt;/p&gt;&lt;p&gt;&lt;b&gt;gaussian&lt;/b&gt;: exact conditional simulation of a Gaussian field (FFT, then kriging of the residual). Where the law of each cell is known in time, mean, standard deviation and quantiles follow from it without sampling, and are not the plain average of the realizations; the log says so. &lt;b&gt;sequential&lt;/b&gt;: sequential Gaussian simulation, cell by cell along a random path, each drawn around its kriging from the nearest known cells. &lt;b&gt;random-sample&lt;/b&gt;: kriging of random samples of cells until the grid is full; nothing else is drawn, so its standard deviation is the spread due to sampling and smaller than the kriging standard deviation.&lt;/p&gt;&lt;p&gt;With a &lt;b&gt;slice height&lt;/b&gt; the grid is in space: a band for each slice, from points with z or from the samples of logs, by elevation or by depth.&lt;/p&gt;&lt;p&gt;With a &lt;b&gt;top&lt;/b&gt; and a &lt;b&gt;base surface&lt;/b&gt; and a number of &lt;b&gt;layers&lt;/b&gt; the grid follows a unit: a band for each layer, from the base up, instead of slices.&lt;/p&gt;&lt;p&gt;A &lt;b&gt;secondary raster&lt;/b&gt;, such as a seismic attribute, counts between the wells as far as its correlation with their values goes.&lt;/p&gt;&lt;p&gt;The same seed gives the same rasters, byte for byte, on any number of processes.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Erzeugt viele gleich wahrscheinliche Gitter, die die Bohrungen wiedergeben, und liefert Zelle für Zelle ihren &lt;b&gt;Mittelwert&lt;/b&gt; und ihre &lt;b&gt;Standardabweichung&lt;/b&gt;.&lt;/p&gt;&lt;p&gt;Die Werte kommen aus einem Feld des Bohrungslayers oder aus einer Kurve von LAS-Dateien, die über den Bohrungsnamen (UWI, API oder WELL, ungeachtet der Zeichensetzung) mit dem Layer verknüpft und zwischen einer oberen und einer unteren Tiefe gemittelt werden.&lt;/p&gt;&lt;p&gt;Die Werte werden vor der Simulation in Normal-Scores transformiert und zurücktransformiert, bevor Mittelwert und Standardabweichung berechnet werden; Realisierungen haben daher ungefähr das Histogramm der Daten. Grenzen, die Sie kennen, geben Sie unter &lt;b&gt;Kleinster Wert&lt;/b&gt; und &lt;b&gt;Größter Wert&lt;/b&gt; an.&lt;/p&gt;&lt;p&gt;Was nur unter (oder über) einer Grenze bekannt ist, wie durch den Text &amp;lt;0.25, hat in jeder Realisierung einen anderen Wert: innerhalb seiner Grenzen und so wahrscheinlich, wie ihn die Werte ringsum machen. Ebenso ein Wert mit einem &lt;b&gt;Messfehler&lt;/b&gt;.&lt;/p&gt;&lt;p&gt;Wenige Bohrungen lassen viele Variogramme zu. Wo das Variogramm an höchstens 300 Datenpunkte angepasst wird, zählen alle, die sie zulassen, jedes nach seiner Wahrscheinlichkeit, sodass die Standardabweichung auch zeigt, wie wenig man darüber weiß. Sonst, und wenn &lt;b&gt;Unsicherheit des Variogramms&lt;/b&gt; none ist, gilt das Variogramm als bekannt; bei wenigen Bohrungen ist die Standardabweichung dann zu klein.&lt;/p&gt;&lt;p&gt;Die Karte ist im Ziel-KBS, in dessen Einheiten; Bohrungen in Grad werden projiziert. Ein Variogramm (Nugget, partieller Sill, praktische Reichweite), das nicht angegeben ist, wird an die Daten angepasst, und das Protokoll nennt, was gefunden wurde.&lt;/p&gt;&lt;p&gt;&lt;b&gt;gaussian&lt;/b&gt;: exakte bedingte Simulation eines Gaußschen Felds (FFT, dann Kriging des Residuums). Wo die Verteilung jeder Zelle rechtzeitig bekannt ist, folgen Mittelwert, Standardabweichung und Quantile ohne Stichproben daraus und sind nicht der einfache Durchschnitt der Realisierungen; das Protokoll gibt es an. &lt;b&gt;sequential&lt;/b&gt;: sequentielle Gaußsche Simulation, Zelle für Zelle entlang eines zufälligen Pfads, jede um ihr Kriging aus den nächstgelegenen bekannten Zellen herum gezogen. &lt;b&gt;random-sample&lt;/b&gt;: Kriging zufälliger Stichproben von Zellen, bis das Gitter voll ist; sonst wird nichts gezogen, daher ist die Standardabweichung hier die Streuung durch die Stichproben und kleiner als die Kriging-Standardabweichung.&lt;/p&gt;&lt;p&gt;Mit einer &lt;b&gt;Scheibenhöhe&lt;/b&gt; liegt das Gitter im Raum: ein Kanal für jede Scheibe, aus Punkten mit z oder aus den Messwerten von Logs, nach Höhe oder nach Tiefe.&lt;/p&gt;&lt;p&gt;Mit einer &lt;b&gt;Topfläche&lt;/b&gt;, einer &lt;b&gt;Basisfläche&lt;/b&gt; und einer Anzahl von &lt;b&gt;Schichten&lt;/b&gt; folgt das Gitter einer Einheit: ein Kanal für jede Schicht, von der Unterkante aufwärts, statt Scheiben.&lt;/p&gt;&lt;p&gt;Ein &lt;b&gt;sekundäres Raster&lt;/b&gt;, etwa ein seismisches Attribut, zählt zwischen den Bohrungen so weit, wie seine Korrelation mit deren Werten reicht.&lt;/p&gt;&lt;p&gt;Derselbe Startwert ergibt dieselben Raster, Byte für Byte, mit beliebig vielen Prozessen.&lt;/p&gt;</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/stochastickriging.py" />
   <source>{count} realizations with seed {seed} took {own:.1f} s; {all:.1f} s in all.</source>
   <translation>Die Berechnung von {count} Realisierungen mit Startwert {seed} dauerte {own:.1f} s; insgesamt {all:.1f} s.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/stochastickriging.py" />
   <source>METHOD {method} conditions at cell centres: leave EXACT_POSITIONS out, or choose gaussian.</source>
   <translation>METHOD {method} konditioniert an den Mittelpunkten der Zellen: Lassen Sie EXACT_POSITIONS weg, oder wählen Sie gaussian.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/stochastickriging.py" />
   <source>METHOD random-sample takes exact values alone: choose another, or leave {names} out.</source>
   <translation>METHOD random-sample nimmt nur genaue Werte: Wählen Sie eine andere Methode, oder lassen Sie {names} weg.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/stochastickriging.py" />
   <source>SCHEDULER is '{scheduler}': it should be an address such as tcp://host:8786 or tls://host:8786.</source>
   <translation>SCHEDULER ist „{scheduler}“: Erwartet wird eine Adresse wie tcp://host:8786 oder tls://host:8786.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/stochastickriging.py" />
   <source>REALIZATIONS should be at least 2, for a standard deviation, and at most {most:,}; or 0, for as many as MC_TOLERANCE takes.</source>
   <translation>REALIZATIONS sollte mindestens 2 sein, damit es eine Standardabweichung gibt, und höchstens {most:,}; oder 0 für so viele, wie MC_TOLERANCE erfordert.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/stochastickriging.py" />
   <source>The law of realizations with seed {seed} took {own:.1f} s; {all:.1f} s in all.</source>
   <translation>Die Berechnung der Verteilung der Realisierungen mit Startwert {seed} dauerte {own:.1f} s; insgesamt {all:.1f} s.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/stochastickriging.py" />
   <source>METHOD random-sample has no trend: choose another, or KRIGING_TYPE ordinary without DRIFT.</source>
   <translation>METHOD random-sample hat keinen Trend: Wählen Sie eine andere Methode oder KRIGING_TYPE ordinary ohne DRIFT.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/stochastickriging.py" />
   <source>METHOD random-sample has no residuals: choose another, or leave SECONDARY out.</source>
   <translation>METHOD random-sample hat keine Residuen: Wählen Sie eine andere Methode, oder lassen Sie SECONDARY weg.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/stochastickriging.py" />
   <source>METHOD gaussian uses all data, exactly: leave MAX_DATA out, or choose another method.</source>
   <translation>METHOD gaussian verwendet alle Daten, exakt: Lassen Sie MAX_DATA weg, oder wählen Sie eine andere Methode.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/stochastickriging.py" />
   <source>ENGINE dask takes the address of a SCHEDULER, tcp://host:8786; local takes none.</source>
   <translation>ENGINE dask braucht eine Adresse für SCHEDULER, tcp://host:8786; local braucht keine.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/stochastickriging.py" />
   <source>SHARED_FOLDER is for the workers of a cluster: leave it out, or choose ENGINE dask.</source>
   <translation>SHARED_FOLDER ist für die Arbeitsprozesse eines Clusters: Lassen Sie den Ordner weg, oder wählen Sie ENGINE dask.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/stochastickriging.py" />
   <source>The workers of ENGINE dask keep realizations in a folder that all of them see: name one (SHARED_FOLDER), or leave REALIZATIONS_OUTPUT and QUANTILES out.</source>
   <translation>Die Arbeitsprozesse von ENGINE dask legen Realisierungen in einem Ordner ab, den sie alle sehen: Geben Sie einen an (SHARED_FOLDER), oder lassen Sie REALIZATIONS_OUTPUT und QUANTILES weg.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/stochastickriging.py" />
   <source>For sequential: known cells that a cell is kriged from (30). For random-sample: sample size (100).</source>
   <translation>Für sequential: bekannte Zellen, aus denen eine Zelle geschätzt wird (30). Für random-sample: Umfang der Stichprobe (100).</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/stochastickriging.py" />
   <source>Cells without a well within this distance, in map units, have no data. Default: no limit.</source>
   <translation>Zellen ohne eine Bohrung innerhalb dieses Abstands, in Karteneinheiten, haben keine Daten. Vorgabe: keine Grenze.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/variogram.py" />
   <source>Variogram</source>
   <translation>Variogramm</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/variogram.py" />
   <source>&lt;p&gt;Estimates the variogram of wells and fits a model to it.&lt;/p&gt;&lt;p&gt;The &lt;b&gt;variogram file&lt;/b&gt; is what the kriging algorithms take as &lt;i&gt;Variogram file&lt;/i&gt;: then no number needs typing. The &lt;b&gt;table&lt;/b&gt; has one row for each lag and direction, with the model beside the data. The &lt;b&gt;report&lt;/b&gt; is a page with the plot and the numbers that are published with a map.&lt;/p&gt;&lt;p&gt;Ranges are practical ranges, in map units; azimuths are degrees clockwise from north. Semivariances are in squared units of the value; of its logarithm with the transform &lt;i&gt;log&lt;/i&gt;; with &lt;i&gt;normal-score&lt;/i&gt; they are those of the scores times the variance of the data, as Stochastic kriging takes them.&lt;/p&gt;&lt;p&gt;By default the model is the one that a map of the same data and transform has: where data are few, the most probable of all that they allow. A map that is given the &lt;i&gt;variogram file&lt;/i&gt; takes it as known; one that is not counts all of them.&lt;/p&gt;&lt;p&gt;The error is the sum over the fitted lags of weight × (data − model)². A power model has no sill: SILL is then left out, and the partial sill is the semivariance at the range.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Schätzt das Variogramm von Bohrungen und passt ein Modell daran an.&lt;/p&gt;&lt;p&gt;Die &lt;b&gt;Variogrammdatei&lt;/b&gt; ist das, was die Kriging-Algorithmen als &lt;i&gt;Variogrammdatei&lt;/i&gt; annehmen: Dann muss keine Zahl eingetippt werden. Die &lt;b&gt;Tabelle&lt;/b&gt; hat eine Zeile für jede Abstandsklasse und Richtung, mit dem Modell neben den Daten. Der &lt;b&gt;Bericht&lt;/b&gt; ist eine Seite mit dem Diagramm und den Zahlen, die mit einer Karte veröffentlicht werden.&lt;/p&gt;&lt;p&gt;Reichweiten sind praktische Reichweiten, in Karteneinheiten; Azimute sind Grad im Uhrzeigersinn von Nord. Semivarianzen sind in quadrierten Einheiten des Werts; mit der Transformation &lt;i&gt;log&lt;/i&gt; in denen seines Logarithmus; mit &lt;i&gt;normal-score&lt;/i&gt; sind sie die der Scores mal der Varianz der Daten, wie Stochastisches Kriging sie annimmt.&lt;/p&gt;&lt;p&gt;Standardmäßig ist das Modell das einer Karte derselben Daten mit derselben Transformation: bei wenigen Daten das wahrscheinlichste von allen, die sie zulassen. Für eine Karte, der die &lt;i&gt;Variogrammdatei&lt;/i&gt; angegeben wird, gilt es als bekannt; bei einer ohne diese zählen sie alle.&lt;/p&gt;&lt;p&gt;Der Fehler ist die Summe von Gewicht × (Daten − Modell)² über die angepassten Abstandsklassen. Ein Potenzmodell hat keinen Sill: SILL entfällt dann, und der partielle Sill ist die Semivarianz bei der Reichweite.&lt;/p&gt;</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/variogram.py" />
   <source>LAG_DISTANCE is {width:g} and MAX_DISTANCE {farthest:g}: a lag should be no wider than that.</source>
   <translation>LAG_DISTANCE ist {width:g} und MAX_DISTANCE {farthest:g}: Eine Abstandsklasse sollte nicht breiter sein als der maximale Abstand.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/variogram.py" />
   <source>LAG_DISTANCE {width:g} in MAX_DISTANCE {farthest:g} are more than {most} lags: choose wider ones.</source>
   <translation>LAG_DISTANCE {width:g} in MAX_DISTANCE {farthest:g} ergibt mehr als {most} Abstandsklassen: Wählen Sie breitere.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/variogram.py" />
   <source>none: the data as they are. Choose what the map will be made with.</source>
   <translation>none: die Daten, wie sie sind. Wählen Sie, womit die Karte erstellt werden soll.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/variogram.py" />
   <source>automatic: spherical, exponential or Matérn (smooth), as for a map. The report compares models.</source>
   <translation>automatic: sphärisch, exponentiell oder Matérn (glatt), wie für eine Karte. Der Bericht vergleicht Modelle.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/variogram.py" />
   <source>Fit azimuth and ratio; kept only where no more than 5 % of isotropic fields show as much.</source>
   <translation>Azimut und Verhältnis anpassen; nur beibehalten, wo höchstens 5 % isotroper Zufallsfelder ebenso viel zeigen.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/variogram.py" />
   <source>Look only at pairs in this direction, degrees clockwise from north. Where anisotropy is looked for: the direction of the longest range. Default: all directions.</source>
   <translation>Nur Paare in dieser Richtung betrachten, Grad im Uhrzeigersinn von Nord. Wo Anisotropie gesucht wird: die Richtung der längsten Reichweite. Vorgabe: alle Richtungen.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/variogram.py" />
   <source>Kept where given. Default: fitted.</source>
   <translation>Bleibt, wo angegeben. Vorgabe: angepasst.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/variogram.py" />
   <source>In map units, kept where given. Default: fitted.</source>
   <translation>In Karteneinheiten; bleibt, wo angegeben. Vorgabe: angepasst.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/variogram.py" />
   <source>ν of matern (default 1.5), α of stable (1.5) and power (1).</source>
   <translation>ν von matern (Vorgabe 1.5), α von stable (1.5) und power (1).</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/volumes.py" />
   <source>{names} were made with the same seed, {seed}, so they vary together. If one says nothing of the other, make one of them with another SEED.</source>
   <translation>{names} wurden mit demselben Startwert {seed} erstellt und schwanken daher gemeinsam. Wenn das eine nichts über das andere aussagt, erstellen Sie eines davon mit einem anderen SEED.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/volumes.py" />
   <source>Volumes</source>
   <translation>Volumen</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/volumes.py" />
   <source>&lt;p&gt;Computes how much rock lies between two surfaces, and what it holds: gross rock, net rock, pores, hydrocarbons and what is in place at the surface, each with &lt;b&gt;P90, P50 and P10&lt;/b&gt;, for the whole map or for zones.&lt;/p&gt;&lt;p&gt;Give a &lt;b&gt;thickness&lt;/b&gt;, or a &lt;b&gt;top&lt;/b&gt; with a &lt;b&gt;base&lt;/b&gt;, a &lt;b&gt;contact&lt;/b&gt; below which nothing counts, or both. Each of the others is a raster or a number; those that are not given are not multiplied by. A raster may have a band for each realization (&lt;i&gt;All realizations&lt;/i&gt; of Stochastic kriging): bands are paired by their number, so rasters with bands have as many each, and those with one band count for all realizations. All rasters have the same cells.&lt;/p&gt;&lt;p&gt;P90 is what nine realizations of ten exceed, the low case of the petroleum industry (PRMS); P10 is the high one.&lt;/p&gt;&lt;p&gt;Surfaces and contact are elevations, or depths where you say so. Volumes are in cubic units of the CRS, m³ where it is in degrees; areas are then those on the ellipsoid, as they are in a CRS that distorts them by more than 1 %. Heights in another unit are converted. Thickness below zero counts as zero, and cells without a value of an input in any realization count for nothing; the log says how many. A zone without values has no numbers; &lt;i&gt;covered&lt;/i&gt; is the part of a zone that has values.&lt;/p&gt;&lt;p&gt;The saturation is that of hydrocarbons, 1 less the water saturation. The formation volume factor is divided by. A m³ is 6.2898 barrels.&lt;/p&gt;&lt;p&gt;The report has the cumulative curve, and a tornado: what each input does alone, by its own realizations, with the others at their mean.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Berechnet, wie viel Gestein zwischen zwei Flächen liegt und was es enthält: Bruttogestein, Nettogestein, Poren, Kohlenwasserstoffe und was davon in situ vorhanden ist, unter Bedingungen an der Erdoberfläche, jeweils mit &lt;b&gt;P90, P50 und P10&lt;/b&gt;, für die ganze Karte oder für Zonen.&lt;/p&gt;&lt;p&gt;Geben Sie eine &lt;b&gt;Mächtigkeit&lt;/b&gt; an oder eine &lt;b&gt;Topfläche&lt;/b&gt; mit einer &lt;b&gt;Basisfläche&lt;/b&gt;, einem &lt;b&gt;Kontakt&lt;/b&gt;, unter dem nichts zählt, oder beidem. Jede der anderen Größen ist ein Raster oder eine Zahl; mit denen, die nicht angegeben sind, wird nicht multipliziert. Ein Raster darf einen Kanal für jede Realisierung haben (&lt;i&gt;Alle Realisierungen&lt;/i&gt; von Stochastisches Kriging): Kanäle werden nach ihrer Nummer gepaart; Raster mit mehreren Kanälen müssen daher gleich viele haben, und solche mit einem Kanal zählen für alle Realisierungen. Alle Raster haben dieselben Zellen.&lt;/p&gt;&lt;p&gt;P90 ist, was neun von zehn Realisierungen überschreiten, der niedrige Fall der Erdölindustrie (PRMS); P10 ist der hohe.&lt;/p&gt;&lt;p&gt;Flächen und Kontakt sind Höhen oder, wo Sie es angeben, Tiefen. Volumen sind in Kubikeinheiten des KBS, in m³, wo dieses in Grad ist; Flächeninhalte sind dann die auf dem Ellipsoid, ebenso in einem KBS, das sie um mehr als 1 % verzerrt. Höhen in einer anderen Einheit werden umgerechnet. Mächtigkeiten unter null zählen als null, und Zellen, denen in irgendeiner Realisierung der Wert einer Eingabe fehlt, zählen nicht; das Protokoll nennt ihre Anzahl. Eine Zone ohne Werte hat keine Zahlen; &lt;i&gt;covered&lt;/i&gt; ist der Teil einer Zone, der Werte hat.&lt;/p&gt;&lt;p&gt;Die Sättigung ist die der Kohlenwasserstoffe, 1 minus die Wassersättigung. Durch den Formationsvolumenfaktor wird geteilt. Ein m³ sind 6.2898 Barrel.&lt;/p&gt;&lt;p&gt;Der Bericht enthält die Summenkurve und ein Tornadodiagramm: was jede Eingabe allein bewirkt, durch ihre eigenen Realisierungen, mit den anderen auf ihrem Mittelwert.&lt;/p&gt;</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/volumes.py" />
   <source>Volumes took {own:.1f} s; {all:.1f} s in all.</source>
   <translation>Die Volumenberechnung dauerte {own:.1f} s; insgesamt {all:.1f} s.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/volumes.py" />
   <source>{name} ({parameter}) has realizations in space: volumes are those between surfaces, of a map.</source>
   <translation>{name} ({parameter}) hat Realisierungen im Raum: Volumen werden zwischen Flächen berechnet, aus Karten ohne Scheiben.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/volumes.py" />
   <source>All zones</source>
   <translation>Alle Zonen</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/volumes.py" />
   <source>{name}: P90 {p90}, P50 {p50}, P10 {p10}, mean {mean} {unit}.</source>
   <translation>{name}: P90 {p90}, P50 {p50}, P10 {p10}, Mittelwert {mean} {unit}.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/volumes.py" />
   <source>cubic map units</source>
   <translation>Kubik-Karteneinheiten</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/volumes.py" />
   <source>Of surfaces and contact. elevation: upwards, the top is greater. depth: downwards, the base is greater.</source>
   <translation>Von Flächen und Kontakt. elevation: nach oben, die Topfläche ist größer. depth: nach unten, die Basisfläche ist größer.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/volumes.py" />
   <source>Table of volumes</source>
   <translation>Tabelle der Volumen</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/volumes.py" />
   <source>A row for each zone and kind of volume, with P90, P50, P10 and mean.</source>
   <translation>Eine Zeile für jede Zone und Art von Volumen, mit P90, P50, P10 und Mittelwert.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/volumes.py" />
   <source>{raster} and {number} are both given: leave one out.</source>
   <translation>{raster} und {number} sind beide angegeben: Lassen Sie eines davon weg.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/volumes.py" />
   <source>ZONE_FIELD is a field of no layer: choose ZONES.</source>
   <translation>ZONE_FIELD ist ein Feld ohne Layer: Wählen Sie ZONES.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/volumes.py" />
   <source>The rasters have no CRS, and so no unit: give them one, or choose map (Z_UNIT).</source>
   <translation>Die Raster haben kein KBS und daher keine Einheit: Geben Sie ihnen eines, oder wählen Sie map (Z_UNIT).</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/volumes.py" />
   <source>There is no thickness: choose THICKNESS, or TOP_SURFACE with BASE_SURFACE or CONTACT.</source>
   <translation>Es gibt keine Mächtigkeit: Wählen Sie entweder THICKNESS oder TOP_SURFACE zusammen mit BASE_SURFACE oder CONTACT.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/volumes.py" />
   <source>THICKNESS is given, and a surface or contact, too: choose either the thickness or its surfaces.</source>
   <translation>THICKNESS ist angegeben und eine Fläche oder ein Kontakt ebenfalls: Wählen Sie entweder die Mächtigkeit oder ihre Flächen.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/volumes.py" />
   <source>Whole map</source>
   <translation>Ganze Karte</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/volumes.py" />
   <source>Zone {n}</source>
   <translation>Zone {n}</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/zonestatistics.py" />
   <source>Zone statistics of realizations</source>
   <translation>Zonenstatistik der Realisierungen</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/zonestatistics.py" />
   <source>&lt;p&gt;Tells for each polygon what it holds in each realization of a map: mean, least and greatest value, and the area where a condition holds; and of these the low, middle and high case.&lt;/p&gt;&lt;p&gt;The spread of a zone's mean comes from the means of the realizations. It cannot be had from a raster of standard deviations, whatever is averaged, as that does not tell how cells go together: from &lt;b&gt;mean&lt;/b&gt; and &lt;b&gt;standard deviation&lt;/b&gt; only the mean of the zone follows, and the area on average.&lt;/p&gt;&lt;p&gt;P90, P50 and P10 are what 90, 50 and 10 % of the realizations exceed, as the petroleum industry counts: P90 is the low case.&lt;/p&gt;&lt;p&gt;With a &lt;b&gt;threshold&lt;/b&gt; the polygons also get the probability that the zone passes: that its mean (or least, or greatest value) is above, below or between.&lt;/p&gt;&lt;p&gt;A cell counts by the share of it that lies in the zone. Where the map has no values, a zone has none; &lt;i&gt;covered&lt;/i&gt; is the part of the zone that has.&lt;/p&gt;&lt;p&gt;The fields: &lt;i&gt;zone&lt;/i&gt;, its number; &lt;i&gt;covered&lt;/i&gt;; &lt;i&gt;area_known&lt;/i&gt;, the area with values; &lt;i&gt;mean&lt;/i&gt;, &lt;i&gt;mean_std&lt;/i&gt;, &lt;i&gt;mean_p90&lt;/i&gt; …; &lt;i&gt;min_p90&lt;/i&gt; …; &lt;i&gt;max_p90&lt;/i&gt; …; with a threshold &lt;i&gt;area_mean&lt;/i&gt;, &lt;i&gt;area_p90&lt;/i&gt; … and &lt;i&gt;pass_prob&lt;/i&gt;. The table has a row for each zone and realization.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Gibt für jedes Polygon an, was es in jeder Realisierung einer Karte enthält: Mittelwert, kleinsten und größten Wert und die Fläche, auf der eine Bedingung gilt; und davon den niedrigen, mittleren und hohen Fall.&lt;/p&gt;&lt;p&gt;Die Streuung des Mittelwerts einer Zone ergibt sich aus den Mittelwerten der Realisierungen. Aus einem Raster von Standardabweichungen ist sie nicht zu gewinnen, was immer man mittelt, denn dieses sagt nicht, wie Zellen zusammenhängen: Aus &lt;b&gt;Mittelwert&lt;/b&gt; und &lt;b&gt;Standardabweichung&lt;/b&gt; folgen nur der Mittelwert der Zone und die Fläche im Mittel.&lt;/p&gt;&lt;p&gt;P90, P50 und P10 sind, was 90, 50 und 10 % der Realisierungen überschreiten, wie es die Erdölindustrie zählt: P90 ist der niedrige Fall.&lt;/p&gt;&lt;p&gt;Mit einem &lt;b&gt;Schwellenwert&lt;/b&gt; erhalten die Polygone auch die Wahrscheinlichkeit, dass die Zone besteht: dass ihr Mittelwert (oder kleinster oder größter Wert) darüber, darunter oder dazwischen liegt.&lt;/p&gt;&lt;p&gt;Eine Zelle zählt mit dem Anteil, der in der Zone liegt. Wo die Karte keine Werte hat, hat auch eine Zone keine; &lt;i&gt;covered&lt;/i&gt; ist der Teil der Zone, der welche hat.&lt;/p&gt;&lt;p&gt;Die Felder: &lt;i&gt;zone&lt;/i&gt;, ihre Nummer; &lt;i&gt;covered&lt;/i&gt;; &lt;i&gt;area_known&lt;/i&gt;, die Fläche mit Werten; &lt;i&gt;mean&lt;/i&gt;, &lt;i&gt;mean_std&lt;/i&gt;, &lt;i&gt;mean_p90&lt;/i&gt; …; &lt;i&gt;min_p90&lt;/i&gt; …; &lt;i&gt;max_p90&lt;/i&gt; …; mit einem Schwellenwert &lt;i&gt;area_mean&lt;/i&gt;, &lt;i&gt;area_p90&lt;/i&gt; … und &lt;i&gt;pass_prob&lt;/i&gt;. Die Tabelle hat eine Zeile für jede Zone und Realisierung.&lt;/p&gt;</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/zonestatistics.py" />
   <source>{count} of {all} zones have values; areas are in {unit}.</source>
   <translation>{count} von {all} Zonen haben Werte; Flächen sind in {unit}.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/zonestatistics.py" />
   <source>The zones are {kind} features (ZONES): choose polygons.</source>
   <translation>Die Zonen sind {kind}-Objekte (ZONES): Wählen Sie Polygone.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/zonestatistics.py" />
   <source>Names the zones in the table.</source>
   <translation>Benennt die Zonen in der Tabelle.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/zonestatistics.py" />
   <source>Zones with statistics</source>
   <translation>Zonen mit Statistik</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/zonestatistics.py" />
   <source>The polygons, with what each holds on average and in the low, middle and high case.</source>
   <translation>Die Polygone, mit dem, was jedes im Mittel und im niedrigen, mittleren und hohen Fall enthält.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/zonestatistics.py" />
   <source>Table of zones and realizations</source>
   <translation>Tabelle der Zonen und Realisierungen</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/zonestatistics.py" />
   <source>A row for each zone and realization. Needs realizations.</source>
   <translation>Eine Zeile für jede Zone und Realisierung. Braucht Realisierungen.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/zonestatistics.py" />
   <source>There is no THRESHOLD: CONDITION and PASSES_BY do not count.</source>
   <translation>THRESHOLD fehlt: CONDITION und PASSES_BY zählen nicht.</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/zonestatistics.py" />
   <source>Zones of {title}: probability of {by} {what}</source>
   <translation>Zonen von {title}: Wahrscheinlichkeit für {by} {what}</translation>
  </message>
  <message>
   <location filename="../provider/algorithms/zonestatistics.py" />
   <source>Zones of {title}: mean</source>
   <translation>Zonen von {title}: Mittelwert</translation>
  </message>
  <message>
   <location filename="../provider/cluster_check.py" />
   <source>No Python could be started from QGIS, and none asks a scheduler inside QGIS.</source>
   <translation>Aus QGIS konnte kein Python gestartet werden, und innerhalb von QGIS wird kein Scheduler abgefragt.</translation>
  </message>
  <message>
   <location filename="../provider/cluster_check.py" />
   <source>The scheduler answers: {workers} workers with {threads} threads.</source>
   <translation>Der Scheduler antwortet: {workers} Arbeitsprozesse mit {threads} Threads.</translation>
  </message>
  <message>
   <location filename="../provider/cluster_check.py" />
   <source>No scheduler answers at {address}: {reason}</source>
   <translation>Unter {address} antwortet kein Scheduler: {reason}</translation>
  </message>
  <message>
   <location filename="../provider/cluster_check.py" />
   <source>{python} has no Dask: install the package dask[distributed] there.</source>
   <translation>{python} hat kein Dask: Installieren Sie dort das Paket dask[distributed].</translation>
  </message>
  <message>
   <location filename="../provider/distribution.py" />
   <source>install it with the programs by which QGIS was installed</source>
   <translation>Installieren Sie es mit den Programmen, mit denen QGIS installiert wurde</translation>
  </message>
  <message>
   <location filename="../provider/distribution.py" />
   <source>type '{command}' in a terminal, which may ask for the runtime org.kde.Sdk first</source>
   <translation>Geben Sie „{command}“ in einem Terminal ein, das vorher nach der Laufzeitumgebung org.kde.Sdk fragen kann</translation>
  </message>
  <message>
   <location filename="../provider/distribution.py" />
   <source>start OSGeo4W Setup, choose Advanced Install and there the package python3-{package}; QGIS of the stand-alone installer has it already</source>
   <translation>Starten Sie das OSGeo4W-Setup, wählen Sie Advanced Install und dort das Paket python3-{package}; im QGIS des eigenständigen Installationsprogramms ist es schon enthalten</translation>
  </message>
  <message>
   <location filename="../provider/distribution.py" />
   <source>install the newest QGIS of qgis.org, which has it</source>
   <translation>Installieren Sie das neueste QGIS von qgis.org, in dem es enthalten ist</translation>
  </message>
  <message>
   <location filename="../provider/distribution.py" />
   <source>type '{command}' in the conda environment of QGIS</source>
   <translation>Geben Sie „{command}“ in der Conda-Umgebung von QGIS ein</translation>
  </message>
  <message>
   <location filename="../provider/distribution.py" />
   <source>type '{command}' in a terminal</source>
   <translation>Geben Sie „{command}“ in einem Terminal ein</translation>
  </message>
  <message>
   <location filename="../provider/given.py" />
   <source>There is no parameter {name}: what was given for it does not count.</source>
   <translation>Es gibt keinen Parameter {name}: Was dafür angegeben wurde, zählt nicht.</translation>
  </message>
  <message>
   <location filename="../provider/given.py" />
   <source>There is no parameter {name}: what was given for it does not count. Was {near} meant?</source>
   <translation>Es gibt keinen Parameter {name}: Was dafür angegeben wurde, zählt nicht. War {near} gemeint?</translation>
  </message>
  <message>
   <location filename="../provider/given.py" />
   <source>There is no CRS {crs} ({name}).</source>
   <translation>Es gibt kein KBS {crs} ({name}).</translation>
  </message>
  <message>
   <location filename="../provider/inputs/cell_areas.py" />
   <source>{crs} shows areas {part:.3g} times as large as they are in the middle of the map: areas are those on the ellipsoid.</source>
   <translation>{crs} zeigt Flächen in der Mitte der Karte {part:.3g}-mal so groß, wie sie sind: Es gelten die Flächen auf dem Ellipsoid.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/cell_areas.py" />
   <source>square map units</source>
   <translation>Quadrat-Karteneinheiten</translation>
  </message>
  <message>
   <location filename="../provider/inputs/cell_areas.py" />
   <source>The CRS</source>
   <translation>Das KBS</translation>
  </message>
  <message>
   <location filename="../provider/inputs/crs.py" />
   <source>All coordinates are as small as degrees, and are taken in {unit}, as {crs} has them ({parameter}): if they are degrees, give the layer the CRS EPSG:4326.</source>
   <translation>Alle Koordinaten sind so klein wie Grad und werden in {unit} genommen, wie {crs} sie hat ({parameter}): Wenn es Grad sind, dem Layer das KBS EPSG:4326 geben.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/crs.py" />
   <source>All points lie far outside the area that {crs} is for ({parameter}): are x and y swapped, or is it another CRS?</source>
   <translation>Alle Punkte liegen weit außerhalb des Gebiets, für das {crs} gedacht ist ({parameter}): Sind x und y vertauscht, oder ist es ein anderes KBS?</translation>
  </message>
  <message>
   <location filename="../provider/inputs/las.py" />
   <source>metres</source>
   <translation>Meter</translation>
  </message>
  <message>
   <location filename="../provider/inputs/las.py" />
   <source>feet</source>
   <translation>Fuß</translation>
  </message>
  <message>
   <location filename="../provider/inputs/las.py" />
   <source>All LAS files</source>
   <translation>Alle LAS-Dateien</translation>
  </message>
  <message>
   <location filename="../provider/inputs/las.py" />
   <source>{files} are in {words}, and {names} are taken for {wanted}: if they are in {words} too, choose DEPTH_UNIT={own}.</source>
   <translation>{files} sind in {words}, und {names} gelten als {wanted}: Wenn sie auch in {words} sind, wählen Sie DEPTH_UNIT={own}.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/las.py" />
   <source>{files} are in {words}, and {names} is taken for {wanted}: if it is in {words} too, choose DEPTH_UNIT={own}.</source>
   <translation>{files} sind in {words}, und {names} gilt als {wanted}: Wenn es auch in {words} ist, wählen Sie DEPTH_UNIT={own}.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/las.py" />
   <source>{n} of {read} LAS files</source>
   <translation>{n} von {read} LAS-Dateien</translation>
  </message>
  <message>
   <location filename="../provider/inputs/las.py" />
   <source>There is no .las file in {folder} (LAS_FOLDER).</source>
   <translation>In {folder} gibt es keine .las-Datei (LAS_FOLDER).</translation>
  </message>
  <message>
   <location filename="../provider/inputs/las.py" />
   <source>Files with depths in {words}, converted to {wanted}: {count}.</source>
   <translation>Dateien mit Tiefen in {words}, umgerechnet in {wanted}: {count}.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/las.py" />
   <source>… and {n} more files were skipped{more}.</source>
   <translation>… und {n} weitere Dateien wurden übersprungen{more}.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/las.py" />
   <source>There is no folder {folder} (LAS_FOLDER).</source>
   <translation>Es gibt keinen Ordner {folder} (LAS_FOLDER).</translation>
  </message>
  <message>
   <location filename="../provider/inputs/las.py" />
   <source>Skipped {name}: {reason}.</source>
   <translation>{name} übersprungen: {reason}.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/limits.py" />
   <source>Points with limits that contradict each other or the value ({names}): {n}; feature {feature}, for one, has {said}. Correct them; where a value is known, limits should be NULL.</source>
   <translation>Punkte mit Grenzen, die einander oder dem Wert widersprechen ({names}): {n}; so hat Objekt {feature} {said}. Berichtigen Sie sie; wo ein Wert bekannt ist, sollten Grenzen NULL sein.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/limits.py" />
   <source>Points with limits instead of a value of '{field}': {n}, {below} with an upper one, {above} with a lower one, {both} with both.</source>
   <translation>Punkte mit Grenzen statt eines Werts von „{field}“: {n}, {below} mit einer oberen, {above} mit einer unteren, {both} mit beiden.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/limits.py" />
   <source>lower limit</source>
   <translation>untere Grenze</translation>
  </message>
  <message>
   <location filename="../provider/inputs/limits.py" />
   <source>value</source>
   <translation>Wert</translation>
  </message>
  <message>
   <location filename="../provider/inputs/limits.py" />
   <source>upper limit</source>
   <translation>obere Grenze</translation>
  </message>
  <message>
   <location filename="../provider/inputs/limits.py" />
   <source>Points with neither a number nor a limit in '{field}' ('{entry}', for one), which were skipped: {n}.</source>
   <translation>Übersprungene Punkte, die in „{field}“ weder eine Zahl noch eine Grenze haben (so „{entry}“): {n}.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/limits.py" />
   <source>neither a number nor a limit</source>
   <translation>weder eine Zahl noch eine Grenze</translation>
  </message>
  <message>
   <location filename="../provider/inputs/limits.py" />
   <source>Points without a number in '{field}', which were skipped: {n}.</source>
   <translation>Übersprungene Punkte ohne Zahl in „{field}“: {n}.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/limits.py" />
   <source>no number</source>
   <translation>keine Zahl</translation>
  </message>
  <message>
   <location filename="../provider/inputs/limits.py" />
   <source>Points below a limit that '{field}' does not name ('{entry}', for one), which were skipped: {n}. A field of limits can name it (UPPER_LIMIT_FIELD).</source>
   <translation>Übersprungene Punkte unter einer Grenze, die „{field}“ nicht nennt (so „{entry}“): {n}. Ein Feld mit Grenzen kann sie nennen (UPPER_LIMIT_FIELD).</translation>
  </message>
  <message>
   <location filename="../provider/inputs/limits.py" />
   <source>a limit that is not named</source>
   <translation>eine Grenze, die nicht genannt ist</translation>
  </message>
  <message>
   <location filename="../provider/inputs/limits.py" />
   <source>Points with limits instead of a number in '{field}' ('{entry}', for one), which were skipped: {n}. Here only numbers count; Stochastic kriging takes limits, too.</source>
   <translation>Übersprungene Punkte mit Grenzen statt einer Zahl in „{field}“ (so „{entry}“): {n}. Hier zählen nur Zahlen; Stochastisches Kriging nimmt auch Grenzen.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/limits.py" />
   <source>a limit, no number</source>
   <translation>eine Grenze, keine Zahl</translation>
  </message>
  <message>
   <location filename="../provider/inputs/lines.py" />
   <source>The layer has {n} lines ({name}): the section follows the first; select one for another.</source>
   <translation>Der Layer hat {n} Linien ({name}): Der Profilschnitt folgt der ersten; soll er einer anderen folgen, wählen Sie diese aus.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/lines.py" />
   <source>The layer has {n} lines ({name}), some in one feature: the section follows the first. For another split the features (native:multiparttosingleparts) and select it.</source>
   <translation>Der Layer hat {n} Linien ({name}), einige davon in einem Objekt: Der Profilschnitt folgt der ersten. Für eine andere teilen Sie die Objekte auf (native:multiparttosingleparts) und wählen diese aus.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/lines.py" />
   <source>The line cannot be projected to the CRS of the map ({name}): draw another one.</source>
   <translation>Die Linie kann nicht in das KBS der Karte projiziert werden ({name}): Zeichnen Sie eine andere.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/lines.py" />
   <source>The layer holds {kind} features ({name}): choose a line.</source>
   <translation>Der Layer enthält {kind}-Objekte ({name}): Wählen Sie eine Linie.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/lines.py" />
   <source>The layer has no line ({name}): draw one.</source>
   <translation>Der Layer hat keine Linie ({name}): Zeichnen Sie eine.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/points.py" />
   <source>The layer is a table without geometry ({parameter}): make points of its columns (native:createpointslayerfromtable).</source>
   <translation>Der Layer ist eine Tabelle ohne Geometrie ({parameter}): Machen Sie Punkte aus ihren Spalten (native:createpointslayerfromtable).</translation>
  </message>
  <message>
   <location filename="../provider/inputs/points.py" />
   <source>The layer has no rows ({parameter}): choose one that holds points.</source>
   <translation>Der Layer hat keine Zeilen ({parameter}): Wählen Sie einen mit Punkten.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/survey.py" />
   <source>Stations of surveys (SURVEY) that lack a number and are left out: {n} ('{first}', for one).</source>
   <translation>Messpunkte von Abweichungsmessungen (SURVEY), denen eine Zahl fehlt und die weggelassen werden: {n} (zum Beispiel „{first}“).</translation>
  </message>
  <message>
   <location filename="../provider/inputs/survey.py" />
   <source>No well leaves the vertical by its survey (SURVEY): are its names (SURVEY_WELL_FIELD) the wells'?</source>
   <translation>Keine Bohrung weicht nach ihrer Abweichungsmessung (SURVEY) von der Senkrechten ab: Sind deren Namen (SURVEY_WELL_FIELD) die der Bohrungen?</translation>
  </message>
  <message>
   <location filename="../provider/inputs/survey.py" />
   <source>{n} of {wells} wells are deviated (SURVEY): values stand where paths are midway between top and bottom.</source>
   <translation>{n} von {wells} Bohrungen sind abgelenkt (SURVEY): Werte stehen dort, wo ihr Pfad in der Mitte zwischen oberer und unterer Tiefe ist.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/survey.py" />
   <source>{n} of {wells} wells are deviated (SURVEY): their values stand along the path.</source>
   <translation>{n} von {wells} Bohrungen sind abgelenkt (SURVEY): Ihre Werte stehen entlang des Pfads.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/weights.py" />
   <source>The field '{field}' (WEIGHT_FIELD) is negative or infinite for {n} data: a weight is zero or more.</source>
   <translation>Das Feld „{field}“ (WEIGHT_FIELD) ist bei {n} Datenpunkten negativ oder unendlich: Ein Gewicht ist null oder größer.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/weights.py" />
   <source>Data without a weight (WEIGHT_FIELD), which are honoured and have no part in the histogram: {n}.</source>
   <translation>Datenpunkte ohne Gewicht (WEIGHT_FIELD), die wiedergegeben werden und keinen Anteil am Histogramm haben: {n}.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/weights.py" />
   <source>The field '{field}' (WEIGHT_FIELD) has no weight greater than zero: leave it out.</source>
   <translation>Das Feld „{field}“ (WEIGHT_FIELD) hat kein Gewicht größer als null: Lassen Sie es weg.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/weights.py" />
   <source>All weights are equal (WEIGHT_FIELD): all data count the same.</source>
   <translation>Alle Gewichte sind gleich (WEIGHT_FIELD): Alle Daten zählen gleich viel.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/wells.py" />
   <source>Limits far outside all values, as if in another unit, or a number for no limit ({name}): {n} ({limit:g}, for one; values are from {least:g} to {most:g}). They are used: correct them, or make them NULL.</source>
   <translation>Grenzen weit jenseits aller Werte, wie in einer anderen Einheit oder als Zahl für keine Grenze ({name}): {n} ({limit:g} zum Beispiel; die Werte reichen von {least:g} bis {most:g}). Sie werden verwendet: berichtigen Sie sie, oder setzen Sie sie auf NULL.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/wells.py" />
   <source>1 point</source>
   <translation>1 Punkt</translation>
  </message>
  <message>
   <location filename="../provider/inputs/wells.py" />
   <source>1 feature</source>
   <translation>1 Objekt</translation>
  </message>
  <message>
   <location filename="../provider/inputs/wells.py" />
   <source>Read 1 point with a value of '{field}'.</source>
   <translation>1 Punkt mit einem Wert von „{field}“ gelesen.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/wells.py" />
   <source>Read {n} points with a value of '{field}'.</source>
   <translation>{n} Punkte mit einem Wert von „{field}“ gelesen.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/wells.py" />
   <source>The layer has no points (INPUT).</source>
   <translation>Der Layer hat keine Punkte (INPUT).</translation>
  </message>
  <message>
   <location filename="../provider/inputs/wells.py" />
   <source>{n} points</source>
   <translation>{n} Punkte</translation>
  </message>
  <message>
   <location filename="../provider/inputs/wells.py" />
   <source>{n} features</source>
   <translation>{n} Objekte</translation>
  </message>
  <message>
   <location filename="../provider/inputs/wells.py" />
   <source>No point has a z (Z_FIELD): leave Z_DELTA out for a map.</source>
   <translation>Kein Punkt hat ein z (Z_FIELD): Lassen Sie Z_DELTA weg, um eine Karte zu erhalten.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/wells.py" />
   <source>Read {read} of {files} LAS files: {n} values of {curve}, {skipped} files skipped.</source>
   <translation>{read} von {files} LAS-Dateien gelesen: {n} Werte von {curve}, {skipped} Dateien übersprungen.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/wells.py" />
   <source>Read {read} of {files} LAS files: {n:,} values of {curve} in {wells} wells, {skipped} files skipped.</source>
   <translation>{read} von {files} LAS-Dateien gelesen: {n:,} Werte von {curve} in {wells} Bohrungen, {skipped} Dateien übersprungen.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/wells.py" />
   <source>None of {files} LAS files gave a value of {curve} ({names}): {name}, for one, {reason}.</source>
   <translation>Keine von {files} LAS-Dateien ergab einen Wert von {curve} ({names}). Zum Beispiel {name}: {reason}.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/wells.py" />
   <source>no z</source>
   <translation>kein z</translation>
  </message>
  <message>
   <location filename="../provider/inputs/wells.py" />
   <source>The field '{field}' (FIELD) holds text and no number that can be used in any of {n} points ('{entry}', for one): choose another field.</source>
   <translation>Das Feld „{field}“ (FIELD) enthält Text und in keinem von {n} Punkten eine brauchbare Zahl (so „{entry}“): Wählen Sie ein anderes Feld.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/wells.py" />
   <source>The field '{field}' (FIELD) has no number in any of {n} points.</source>
   <translation>Das Feld „{field}“ (FIELD) hat in keinem von {n} Punkten eine Zahl.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/wells.py" />
   <source>The field '{field}' (ERROR_FIELD) has negative numbers: a standard deviation is zero or greater.</source>
   <translation>Das Feld „{field}“ (ERROR_FIELD) hat negative Zahlen: Eine Standardabweichung ist null oder größer.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/wells.py" />
   <source>The field '{field}' (ERROR_FIELD) has a standard deviation of {largest:g}, of which nothing can be learnt: leave such points out.</source>
   <translation>Das Feld „{field}“ (ERROR_FIELD) hat eine Standardabweichung von {largest:g}, aus der nichts zu lernen ist: Lassen Sie solche Punkte weg.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/wells.py" />
   <source>Points without a measurement error, which are taken as exact: {n}.</source>
   <translation>Punkte ohne Messfehler, die als exakt gelten: {n}.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/wells.py" />
   <source>{n} points at different places or depths are called {name} (WELL_FIELD): none gets a log.</source>
   <translation>{n} Punkte an verschiedenen Orten oder in verschiedenen Tiefen heißen {name} (WELL_FIELD): Keiner erhält ein Log.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/wells.py" />
   <source>{n} of {points} wells in the layer have no value from a LAS file.</source>
   <translation>{n} von {points} Bohrungen im Layer haben keinen Wert aus einer LAS-Datei.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/wells.py" />
   <source>Points without z, which were skipped: {n}.</source>
   <translation>Übersprungene Punkte ohne z: {n}.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/zones.py" />
   <source>The zones lie beyond the map, at {zones}; the map is {map} (ZONES): choose zones that overlap it, or check the CRS of both.</source>
   <translation>Die Zonen liegen außerhalb der Karte, bei {zones}; die Karte ist {map} (ZONES): Wählen Sie Zonen, die sie überlappen, oder prüfen Sie das KBS von beiden.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/zones.py" />
   <source>Parts of zones {kind}, which are left out (ZONES): {count}.</source>
   <translation>Weggelassene Teile von Zonen (ZONES), {kind}: {count}.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/zones.py" />
   <source>Zones that cover no part of the map, and have no statistics (ZONES): {count} of {all}.</source>
   <translation>Zonen, die keinen Teil der Karte bedecken und keine Statistik haben (ZONES): {count} von {all}.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/zones.py" />
   <source>Zones that lie partly beyond the map, and of which only the part on it counts (ZONES): {count} of {all}.</source>
   <translation>Zonen, die teilweise außerhalb der Karte liegen und von denen nur der Teil auf ihr zählt (ZONES): {count} von {all}.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/zones.py" />
   <source>The layer of zones has no features (ZONES): choose polygons.</source>
   <translation>Der Layer der Zonen hat keine Objekte (ZONES): Wählen Sie Polygone.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/zones.py" />
   <source>The layer of zones has no polygons with a place on the map (ZONES): choose polygons.</source>
   <translation>Der Layer der Zonen hat keine Polygone mit einem Ort auf der Karte (ZONES): Wählen Sie Polygone.</translation>
  </message>
  <message>
   <location filename="../provider/inputs/zones.py" />
   <source>The zones have no CRS: their coordinates are taken to be those of the map (ZONES).</source>
   <translation>Die Zonen haben kein KBS: Ihre Koordinaten gelten als die der Karte (ZONES).</translation>
  </message>
  <message>
   <location filename="../provider/inputs/zones.py" />
   <source>without a geometry</source>
   <translation>ohne Geometrie</translation>
  </message>
  <message>
   <location filename="../provider/inputs/zones.py" />
   <source>that cannot be projected</source>
   <translation>die nicht projiziert werden können</translation>
  </message>
  <message>
   <location filename="../provider/inputs/zones.py" />
   <source>of type {kind}</source>
   <translation>vom Typ {kind}</translation>
  </message>
  <message>
   <location filename="../provider/installation.py" />
   <source>The Python package {package} is missing: {remedy}. Then start QGIS again.</source>
   <translation>Das Python-Paket {package} fehlt: {remedy}. Starten Sie QGIS danach neu.</translation>
  </message>
  <message>
   <location filename="../provider/outputs/maps.py" />
   <source>{algorithm} from {n} data, by Stochastic Kriging for QGIS {version}. Variogram: {variogram}.</source>
   <translation>{algorithm} aus {n} Datenpunkten, erstellt mit Stochastic Kriging for QGIS {version}. Variogramm: {variogram}.</translation>
  </message>
  <message>
   <location filename="../provider/outputs/maps.py" />
   <source>no transform</source>
   <translation>ohne Transformation</translation>
  </message>
  <message>
   <location filename="../provider/outputs/maps.py" />
   <source>Top of the unit</source>
   <translation>Oberkante der Einheit</translation>
  </message>
  <message>
   <location filename="../provider/outputs/maps.py" />
   <source>Base of the unit</source>
   <translation>Unterkante der Einheit</translation>
  </message>
  <message>
   <location filename="../provider/outputs/maps.py" />
   <source>{path} ({name}) is open as the layer {layer}, and NetCDF would go on showing the old map: remove that layer, or choose another name.</source>
   <translation>{path} ({name}) ist als Layer {layer} geöffnet, und NetCDF würde weiter die alte Karte zeigen: Entfernen Sie diesen Layer, oder wählen Sie einen anderen Namen.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/drift.py" />
   <source>The secondary raster could not be read: choose another (SECONDARY).</source>
   <translation>Das sekundäre Raster konnte nicht gelesen werden: Wählen Sie ein anderes (SECONDARY).</translation>
  </message>
  <message>
   <location filename="../provider/parameters/drift.py" />
   <source>SECONDARY tells the mean, which leaves nothing for a trend: choose KRIGING_TYPE simple without DRIFT.</source>
   <translation>SECONDARY gibt den Mittelwert vor und lässt nichts für einen Trend übrig: Wählen Sie KRIGING_TYPE simple ohne DRIFT.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/drift.py" />
   <source>No drift raster could be read: choose rasters, or leave them out (DRIFT).</source>
   <translation>Es konnte kein Drift-Raster gelesen werden: Wählen Sie Raster, oder lassen Sie sie weg (DRIFT).</translation>
  </message>
  <message>
   <location filename="../provider/parameters/drift.py" />
   <source>CORRELATION is that of a secondary raster: choose one (SECONDARY), or leave it out.</source>
   <translation>CORRELATION ist die mit einem sekundären Raster: Wählen Sie eines (SECONDARY), oder lassen Sie sie weg.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/drift.py" />
   <source>KRIGING_TYPE is external-drift: choose one raster or more (DRIFT).</source>
   <translation>KRIGING_TYPE ist external-drift: Wählen Sie ein oder mehrere Raster (DRIFT).</translation>
  </message>
  <message>
   <location filename="../provider/parameters/drift.py" />
   <source>KRIGING_TYPE is simple, a known mean, which leaves nothing for a drift: leave DRIFT empty.</source>
   <translation>KRIGING_TYPE ist simple, ein bekannter Mittelwert, der einer Drift nichts übrig lässt: Lassen Sie DRIFT leer.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/ensemble.py" />
   <source>There is no map: choose realizations (REALIZATIONS), or mean and standard deviation (MEAN, STD).</source>
   <translation>Es gibt keine Karte: Wählen Sie Realisierungen (REALIZATIONS) oder Mittelwert und Standardabweichung (MEAN, STD).</translation>
  </message>
  <message>
   <location filename="../provider/parameters/ensemble.py" />
   <source>REALIZATIONS and {name} are both given: leave one out, as realizations tell all that is needed.</source>
   <translation>REALIZATIONS und {name} sind beide angegeben: Lassen Sie eines davon weg, denn Realisierungen sagen alles, was gebraucht wird.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/ensemble.py" />
   <source>{name} is given alone: choose {other} too, or realizations (REALIZATIONS).</source>
   <translation>{name} ist allein angegeben: Wählen Sie auch {other} oder Realisierungen (REALIZATIONS).</translation>
  </message>
  <message>
   <location filename="../provider/parameters/ensemble.py" />
   <source>CONDITION {kind} has one threshold: leave UPPER_THRESHOLD out, or choose between.</source>
   <translation>CONDITION {kind} hat einen Schwellenwert: Lassen Sie UPPER_THRESHOLD weg, oder wählen Sie between.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/ensemble.py" />
   <source>above {threshold:g}</source>
   <translation>über {threshold:g}</translation>
  </message>
  <message>
   <location filename="../provider/parameters/ensemble.py" />
   <source>below {threshold:g}</source>
   <translation>unter {threshold:g}</translation>
  </message>
  <message>
   <location filename="../provider/parameters/ensemble.py" />
   <source>The map has {n} layers of a unit: each counts alike, however thick it is.</source>
   <translation>Die Karte hat {n} Schichten einer Einheit: Jede zählt gleich viel, wie mächtig sie auch ist.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/ensemble.py" />
   <source>Realizations</source>
   <translation>Realisierungen</translation>
  </message>
  <message>
   <location filename="../provider/parameters/ensemble.py" />
   <source>A raster with a band for each realization (All realizations of Stochastic kriging), or of any simulation. Else give mean and standard deviation.</source>
   <translation>Ein Raster mit einem Kanal für jede Realisierung („Alle Realisierungen“ von Stochastisches Kriging) oder aus irgendeiner Simulation. Geben Sie sonst Mittelwert und Standardabweichung an.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/ensemble.py" />
   <source>Where there are no realizations: the value of each cell is taken as normal. Of a map with slices, a band for each.</source>
   <translation>Wo es keine Realisierungen gibt: Der Wert jeder Zelle wird als normalverteilt angenommen. Bei einer Karte mit Scheiben ein Kanal für jede.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/ensemble.py" />
   <source>Of the same cells as the mean; not the variance.</source>
   <translation>Von denselben Zellen wie der Mittelwert; nicht die Varianz.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/ensemble.py" />
   <source>{name} follows from realizations: MEAN and STD do not tell how cells go together. Choose realizations (REALIZATIONS), or leave {name} out.</source>
   <translation>{name} folgt aus Realisierungen: MEAN und STD sagen nicht, wie Zellen zusammenhängen. Wählen Sie Realisierungen (REALIZATIONS), oder lassen Sie {name} weg.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/ensemble.py" />
   <source>There is no threshold: give one (THRESHOLD).</source>
   <translation>Es gibt keinen Schwellenwert: Geben Sie einen an (THRESHOLD).</translation>
  </message>
  <message>
   <location filename="../provider/parameters/ensemble.py" />
   <source>CONDITION is between: UPPER_THRESHOLD should be greater than THRESHOLD.</source>
   <translation>CONDITION ist between: UPPER_THRESHOLD sollte größer als THRESHOLD sein.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/ensemble.py" />
   <source>The map has no CRS: its unit of length is not known.</source>
   <translation>Die Karte hat kein KBS: Ihre Längeneinheit ist nicht bekannt.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/ensemble.py" />
   <source>{count} realizations ({name})</source>
   <translation>{count} Realisierungen ({name})</translation>
  </message>
  <message>
   <location filename="../provider/parameters/ensemble.py" />
   <source>UPPER_THRESHOLD is given without THRESHOLD: give both, or neither.</source>
   <translation>UPPER_THRESHOLD ist ohne THRESHOLD angegeben: Geben Sie beide an oder keinen von beiden.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/ensemble.py" />
   <source>between {low:g} and {high:g}</source>
   <translation>zwischen {low:g} und {high:g}</translation>
  </message>
  <message>
   <location filename="../provider/parameters/ensemble.py" />
   <source>Slice {number}</source>
   <translation>Scheibe {number}</translation>
  </message>
  <message>
   <location filename="../provider/parameters/grid.py" />
   <source>TOP and BOTTOM are both {top:g}: nothing is between them.</source>
   <translation>TOP und BOTTOM sind beide {top:g}: Dazwischen liegt nichts.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/grid.py" />
   <source>TOP is {top:g} and BOTTOM {bottom:g}: depths increase downwards (Z_REFERENCE).</source>
   <translation>TOP ist {top:g} und BOTTOM {bottom:g}: Tiefen nehmen nach unten zu (Z_REFERENCE).</translation>
  </message>
  <message>
   <location filename="../provider/parameters/grid.py" />
   <source>The mask holds {kind} features (MASK): choose polygons.</source>
   <translation>Die Maske enthält {kind}-Objekte (MASK): Wählen Sie Polygone.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/grid.py" />
   <source>The points have no z: choose a field of it (Z_FIELD), or leave Z_DELTA out for a map.</source>
   <translation>Die Punkte haben kein z: Wählen Sie ein Feld dafür (Z_FIELD), oder lassen Sie Z_DELTA weg, um eine Karte zu erhalten.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/grid.py" />
   <source>The output extent has edges that are no numbers (EXTENT).</source>
   <translation>Die Ausgabeausdehnung hat Ränder, die keine Zahlen sind (EXTENT).</translation>
  </message>
  <message>
   <location filename="../provider/parameters/grid.py" />
   <source>The output extent is empty (EXTENT).</source>
   <translation>Die Ausgabeausdehnung ist leer (EXTENT).</translation>
  </message>
  <message>
   <location filename="../provider/parameters/grid.py" />
   <source>The points have no z: choose a field of it (Z_FIELD), or leave LAYERS out for a map.</source>
   <translation>Die Punkte haben kein z: Wählen Sie ein Feld dafür (Z_FIELD), oder lassen Sie LAYERS für eine Karte weg.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/grid.py" />
   <source>The output extent cannot be projected to the CRS of the map (EXTENT): choose a smaller one.</source>
   <translation>Die Ausgabeausdehnung kann nicht in das KBS der Karte projiziert werden (EXTENT): Wählen Sie eine kleinere.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/grid.py" />
   <source>There is no CRS {crs} (EXTENT).</source>
   <translation>Es gibt kein KBS {crs} (EXTENT).</translation>
  </message>
  <message>
   <location filename="../provider/parameters/las.py" />
   <source>LAS, slices: top depth</source>
   <translation>LAS, Scheiben: obere Tiefe</translation>
  </message>
  <message>
   <location filename="../provider/parameters/las.py" />
   <source>{help} With a slice height: limit of the slices, as elevation or depth.</source>
   <translation>{help} Mit einer Scheibenhöhe: Grenze der Scheiben, als Höhe oder Tiefe.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/las.py" />
   <source>LAS, slices: bottom depth</source>
   <translation>LAS, Scheiben: untere Tiefe</translation>
  </message>
  <message>
   <location filename="../provider/parameters/las.py" />
   <source>LAS, slices: averaging</source>
   <translation>LAS, Scheiben: Mittelung</translation>
  </message>
  <message>
   <location filename="../provider/parameters/las.py" />
   <source>Of logs between top and bottom, or over the height of a slice; Stochastic kriging also averages so what lies in one cell of a slice. geometric and harmonic, as for permeability, need values above zero.</source>
   <translation>Von Logs zwischen oberer und unterer Tiefe oder über die Höhe einer Scheibe; Stochastisches Kriging mittelt so auch, was in einer Zelle einer Scheibe liegt. geometric und harmonic, wie für Permeabilität, brauchen Werte über null.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/las.py" />
   <source>{help} Also of the z of logs: slice height, limits and KB field.</source>
   <translation>{help} Auch für das z von Logs: Scheibenhöhe, Grenzen und KB-Feld.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/las.py" />
   <source>No curve: name the curve of the LAS files to read (CURVE), such as GR.</source>
   <translation>Keine Kurve: Nennen Sie die zu lesende Kurve der LAS-Dateien (CURVE), etwa GR.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/las.py" />
   <source>SURVEY is for logs: choose LAS files (LAS_FILES, LAS_FOLDER), or leave it out.</source>
   <translation>SURVEY ist für Logs: Wählen Sie LAS-Dateien (LAS_FILES, LAS_FOLDER), oder lassen Sie es weg.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/layer_fields.py" />
   <source>{name} is a field of no layer: choose {layer}.</source>
   <translation>{name} ist ein Feld ohne Layer: Wählen Sie {layer}.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/layer_fields.py" />
   <source>{layer} is given: choose its {name} too.</source>
   <translation>{layer} ist angegeben: Wählen Sie dazu auch {name}.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/layers.py" />
   <source>{name}: {what} in {unit}, as z has them.</source>
   <translation>{name}: {what} in {unit}, wie z sie hat.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/layers.py" />
   <source>{name} is a surface of a unit: give its LAYERS, or leave the output out.</source>
   <translation>{name} ist eine Fläche einer Einheit: Geben Sie deren LAYERS an, oder lassen Sie die Ausgabe weg.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/layers.py" />
   <source>LAYERS goes with a top and a base of a unit, each by a raster (TOP_SURFACE, BASE_SURFACE), a field of picks (TOP_SURFACE_FIELD, BASE_SURFACE_FIELD) or both: give all three, or none.</source>
   <translation>LAYERS gehört zu einer Ober- und einer Unterkante einer Einheit, jede durch ein Raster (TOP_SURFACE, BASE_SURFACE), ein Feld mit Werten aus Bohrungen (TOP_SURFACE_FIELD, BASE_SURFACE_FIELD) oder beides: Geben Sie alle drei an oder keines.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/layers.py" />
   <source>elevations</source>
   <translation>Höhen</translation>
  </message>
  <message>
   <location filename="../provider/parameters/layers.py" />
   <source>depths</source>
   <translation>Tiefen</translation>
  </message>
  <message>
   <location filename="../provider/parameters/layers.py" />
   <source>{name}: {what} in {unit}, as the file says; they are taken into {own}.</source>
   <translation>{name}: {what} in {unit}, wie die Datei sagt; sie werden in {own} umgerechnet.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/layers.py" />
   <source>{name}: the file says “{unit}”, which is no unit of length known here: values are taken as they are.</source>
   <translation>{name}: Die Datei nennt „{unit}“, was hier nicht als Längeneinheit bekannt ist: Die Werte gelten, wie sie sind.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/layers.py" />
   <source>Layers: top surface</source>
   <translation>Schichten: Topfläche</translation>
  </message>
  <message>
   <location filename="../provider/parameters/layers.py" />
   <source>A raster of the top of a unit, in any CRS: elevations, or depths as z has them, in the unit of length that the file names for its values, else in that of z. With base surface and number of layers the map is in layers of the unit instead of slices.</source>
   <translation>Ein Raster der Oberkante einer Einheit in beliebigem KBS: Höhen oder Tiefen, wie z sie hat, in der Längeneinheit, die die Datei für ihre Werte nennt, sonst in der von z. Mit Basisfläche und Anzahl der Schichten hat die Karte Schichten der Einheit statt Scheiben.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/layers.py" />
   <source>Layers: base surface</source>
   <translation>Schichten: Basisfläche</translation>
  </message>
  <message>
   <location filename="../provider/parameters/layers.py" />
   <source>A raster of the base of the unit, like its top. Data that are not between both are left out.</source>
   <translation>Ein Raster der Unterkante der Einheit, wie das ihrer Oberkante. Daten, die nicht zwischen beiden liegen, werden weggelassen.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/layers.py" />
   <source>LAYERS are those of a unit, and {name} is for slices: leave one of both out.</source>
   <translation>LAYERS sind die einer Einheit, und {name} ist für Scheiben: Lassen Sie eines von beiden weg.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/layers.py" />
   <source>an unknown unit</source>
   <translation>einer unbekannten Einheit</translation>
  </message>
  <message>
   <location filename="../provider/parameters/transform.py" />
   <source>TRANSFORM {transform} has no weights: leave DECLUSTERING out, or choose normal-score.</source>
   <translation>TRANSFORM {transform} hat keine Gewichte: Lassen Sie DECLUSTERING weg, oder wählen Sie normal-score.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/transform.py" />
   <source>TRANSFORM {transform} has no weights: leave WEIGHT_FIELD out, or choose normal-score.</source>
   <translation>TRANSFORM {transform} hat keine Gewichte: Lassen Sie WEIGHT_FIELD weg, oder wählen Sie normal-score.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/transform.py" />
   <source>WEIGHT_FIELD and DECLUSTERING both weigh the wells: leave one of them out.</source>
   <translation>WEIGHT_FIELD und DECLUSTERING gewichten beide die Bohrungen: Lassen Sie eines davon weg.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Number of data used</source>
   <translation>Anzahl der verwendeten Datenpunkte</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Number of features and files skipped</source>
   <translation>Anzahl der übersprungenen Objekte und Dateien</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Number of cells without an estimate</source>
   <translation>Anzahl der Zellen ohne Schätzung</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Number of pairs</source>
   <translation>Anzahl der Paare</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Nugget</source>
   <translation>Nugget</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Partial sill</source>
   <translation>Partieller Sill</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Sill</source>
   <translation>Sill</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Practical range</source>
   <translation>Praktische Reichweite</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Practical range that one in twenty variograms does not reach</source>
   <translation>Praktische Reichweite, die eines von zwanzig Variogrammen nicht erreicht</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Median of the practical range</source>
   <translation>Median der praktischen Reichweite</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Practical range that one in twenty variograms exceeds</source>
   <translation>Praktische Reichweite, die eines von zwanzig Variogrammen überschreitet</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Azimuth of the longest range</source>
   <translation>Azimut der längsten Reichweite</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Anisotropy ratio</source>
   <translation>Anisotropieverhältnis</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Weighted sum of squared errors</source>
   <translation>Gewichtete Summe der Fehlerquadrate</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Average of the mean</source>
   <translation>Durchschnitt des Mittelwerts</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Average of the standard deviation</source>
   <translation>Durchschnitt der Standardabweichung</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Random seed</source>
   <translation>Zufallsstartwert</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Number of realizations</source>
   <translation>Anzahl der Realisierungen</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Monte-Carlo error of the mean, in standard deviations</source>
   <translation>Monte-Carlo-Fehler des Mittelwerts, in Standardabweichungen</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Mean error</source>
   <translation>Mittlerer Fehler</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Mean absolute error</source>
   <translation>Mittlerer absoluter Fehler</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Root mean square error</source>
   <translation>Wurzel des mittleren quadratischen Fehlers</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Mean standardized error</source>
   <translation>Mittlerer standardisierter Fehler</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Root mean square standardized error</source>
   <translation>Wurzel des mittleren quadratischen standardisierten Fehlers</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Average standard error</source>
   <translation>Durchschnittlicher Standardfehler</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Part of the variance that is explained</source>
   <translation>Anteil der Varianz, der erklärt wird</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Percentage in 90 % intervals</source>
   <translation>Prozentsatz in Intervallen von 90 %</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Percentage in 95 % intervals</source>
   <translation>Prozentsatz in Intervallen von 95 %</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Continuous ranked probability score</source>
   <translation>Continuous Ranked Probability Score</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Goodness of the accuracy plot</source>
   <translation>Güte des Genauigkeitsdiagramms</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Area where the condition holds, on average</source>
   <translation>Fläche, auf der die Bedingung gilt, im Mittel</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Area, low case (10 % below; petroleum P90)</source>
   <translation>Fläche, niedriger Fall (10 % darunter; P90 der Erdölindustrie)</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Area, middle case (50 % below)</source>
   <translation>Fläche, mittlerer Fall (50 % darunter)</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Area, high case (90 % below; petroleum P10)</source>
   <translation>Fläche, hoher Fall (90 % darunter; P10 der Erdölindustrie)</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Area of the region</source>
   <translation>Fläche des Bereichs</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Probability that the condition holds in all of the region at once</source>
   <translation>Wahrscheinlichkeit, dass die Bedingung im ganzen Bereich gleichzeitig gilt</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Area of the band of the contour</source>
   <translation>Fläche des Bands der Isolinie</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Probability that no contour runs outside the band</source>
   <translation>Wahrscheinlichkeit, dass außerhalb des Bands keine Isolinie verläuft</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Number of zones</source>
   <translation>Anzahl der Zonen</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Number of files</source>
   <translation>Anzahl der Dateien</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Number of files that are readable logs</source>
   <translation>Anzahl der Dateien, die lesbare Logs sind</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Number of points</source>
   <translation>Anzahl der Punkte</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>P90 of the last volume</source>
   <translation>P90 des letzten Volumens</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>P50 of the last volume</source>
   <translation>P50 des letzten Volumens</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>P10 of the last volume</source>
   <translation>P10 des letzten Volumens</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Mean of the last volume</source>
   <translation>Mittelwert des letzten Volumens</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Number of new wells</source>
   <translation>Anzahl der neuen Bohrungen</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Number of slices</source>
   <translation>Anzahl der Scheiben</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Thickness of the unit on average</source>
   <translation>Mittlere Mächtigkeit der Einheit</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Length of the section</source>
   <translation>Länge des Profilschnitts</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Vertical exaggeration</source>
   <translation>Überhöhung</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Number of wells on the section</source>
   <translation>Anzahl der Bohrungen auf dem Profilschnitt</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Mean variance without new wells</source>
   <translation>Mittlere Varianz ohne neue Bohrungen</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Mean variance with new wells</source>
   <translation>Mittlere Varianz mit neuen Bohrungen</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Mean variance with as many wells at the greatest standard deviation</source>
   <translation>Mittlere Varianz mit ebenso vielen Bohrungen an den Stellen der größten Standardabweichung</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Well locations</source>
   <translation>Lage der Bohrungen</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Value field</source>
   <translation>Wertefeld</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>LAS: files</source>
   <translation>LAS: Dateien</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>LAS: folder</source>
   <translation>LAS: Ordner</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>LAS: curve</source>
   <translation>LAS: Kurve</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>LAS: well name field</source>
   <translation>LAS: Feld der Bohrungsnamen</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>LAS: top depth</source>
   <translation>LAS: obere Tiefe</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>LAS: top depth field</source>
   <translation>LAS: Feld der oberen Tiefe</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>LAS: bottom depth</source>
   <translation>LAS: untere Tiefe</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>LAS: bottom depth field</source>
   <translation>LAS: Feld der unteren Tiefe</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>LAS: unit of depths</source>
   <translation>LAS: Einheit der Tiefen</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Target CRS</source>
   <translation>Ziel-KBS</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Data: lower limit field</source>
   <translation>Daten: Feld der unteren Grenze</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Data: upper limit field</source>
   <translation>Daten: Feld der oberen Grenze</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Data: measurement error field</source>
   <translation>Daten: Feld des Messfehlers</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Well layer</source>
   <translation>Bohrungslayer</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>CRS of the headers</source>
   <translation>KBS der Kopfdaten</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Interval</source>
   <translation>Intervall</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>One point for each well</source>
   <translation>Ein Punkt je Bohrung</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>LAS: averaging</source>
   <translation>LAS: Mittelung</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Least samples</source>
   <translation>Mindestanzahl der Messwerte</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>LAS: deviation survey</source>
   <translation>LAS: Abweichungsmessung</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>LAS: well name field of the survey</source>
   <translation>LAS: Feld der Bohrungsnamen der Abweichungsmessung</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>LAS: measured depth field of the survey</source>
   <translation>LAS: Feld der gemessenen Tiefe der Abweichungsmessung</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>LAS: inclination field of the survey</source>
   <translation>LAS: Feld der Neigung der Abweichungsmessung</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>LAS: azimuth field of the survey</source>
   <translation>LAS: Feld des Azimuts der Abweichungsmessung</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Output extent</source>
   <translation>Ausgabeausdehnung</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Cell size</source>
   <translation>Zellgröße</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Slices: height</source>
   <translation>Scheiben: Höhe</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Slices: direction of z</source>
   <translation>Scheiben: Richtung von z</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Slices: z field</source>
   <translation>Scheiben: z-Feld</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Slices: KB field</source>
   <translation>Scheiben: KB-Feld</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Slices: leave out wells with a suspicious KB</source>
   <translation>Scheiben: Bohrungen mit verdächtiger KB weglassen</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Mask polygons</source>
   <translation>Maskenpolygone</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Duplicate points</source>
   <translation>Doppelte Punkte</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Variogram file</source>
   <translation>Variogrammdatei</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Variogram model</source>
   <translation>Variogrammmodell</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Range (practical)</source>
   <translation>Reichweite (praktisch)</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Shape of the model</source>
   <translation>Form des Modells</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Azimuth</source>
   <translation>Azimut</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Slices: vertical range</source>
   <translation>Scheiben: vertikale Reichweite</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Look for anisotropy</source>
   <translation>Anisotropie suchen</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Uncertainty of the variogram</source>
   <translation>Unsicherheit des Variogramms</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Kriging type</source>
   <translation>Kriging-Typ</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Drift rasters</source>
   <translation>Drift-Raster</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Secondary: raster</source>
   <translation>Sekundärvariable: Raster</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Secondary: correlation</source>
   <translation>Sekundärvariable: Korrelation</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Search: maximum number of data</source>
   <translation>Suche: maximale Datenanzahl</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Search: minimum number of data</source>
   <translation>Suche: minimale Datenanzahl</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Search: radius</source>
   <translation>Suche: Radius</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Search: maximum per quadrant</source>
   <translation>Suche: maximale Anzahl je Quadrant</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Block discretisation</source>
   <translation>Blockdiskretisierung</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Honour data exactly</source>
   <translation>Daten exakt wiedergeben</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Method</source>
   <translation>Methode</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Transform</source>
   <translation>Transformation</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Least value</source>
   <translation>Kleinster Wert</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Greatest value</source>
   <translation>Größter Wert</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Lower tail</source>
   <translation>Unteres Verteilungsende</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Lower tail parameter</source>
   <translation>Parameter des unteren Verteilungsendes</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Upper tail</source>
   <translation>Oberes Verteilungsende</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Upper tail parameter</source>
   <translation>Parameter des oberen Verteilungsendes</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Declustering</source>
   <translation>Entclusterung</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Declustering cell size</source>
   <translation>Zellgröße der Entclusterung</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Declustering weight field</source>
   <translation>Feld der Entclusterungsgewichte</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Condition at exact positions</source>
   <translation>An genauen Positionen konditionieren</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Monte-Carlo tolerance</source>
   <translation>Monte-Carlo-Toleranz</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Number of worker processes</source>
   <translation>Anzahl der Arbeitsprozesse</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Cluster: engine</source>
   <translation>Cluster: Ausführung</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Cluster: Dask scheduler</source>
   <translation>Cluster: Dask-Scheduler</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Cluster: folder that all workers see</source>
   <translation>Cluster: Ordner, den alle Arbeitsprozesse sehen</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Number of lags</source>
   <translation>Anzahl der Abstandsklassen</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Lag distance</source>
   <translation>Breite der Abstandsklassen</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Maximum distance</source>
   <translation>Maximaler Abstand</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Estimator</source>
   <translation>Schätzer</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Angular tolerance</source>
   <translation>Winkeltoleranz</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Bandwidth</source>
   <translation>Bandbreite</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Trend to take off</source>
   <translation>Abzuziehender Trend</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Second structure</source>
   <translation>Zweite Struktur</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Weights of the fit</source>
   <translation>Gewichte der Anpassung</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Condition</source>
   <translation>Bedingung</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Threshold</source>
   <translation>Schwellenwert</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Upper threshold</source>
   <translation>Oberer Schwellenwert</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Confidence</source>
   <translation>Konfidenz</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Zones</source>
   <translation>Zonen</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Statistic by which a zone passes</source>
   <translation>Statistik, nach der eine Zone besteht</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Number of wells</source>
   <translation>Anzahl der Bohrungen</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Objective</source>
   <translation>Zielgröße</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Candidates</source>
   <translation>Kandidaten</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Cost raster</source>
   <translation>Kostenraster</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Least distance between wells</source>
   <translation>Mindestabstand zwischen Bohrungen</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Map with slices</source>
   <translation>Karte mit Scheiben</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Line of the section</source>
   <translation>Linie des Profilschnitts</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Greatest distance of wells</source>
   <translation>Größter Abstand der Bohrungen</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Statistic of several maps</source>
   <translation>Statistik mehrerer Karten</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Probability of the quantile</source>
   <translation>Wahrscheinlichkeit des Quantils</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Number of the one map</source>
   <translation>Nummer der einzelnen Karte</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Layers: how they follow the surfaces</source>
   <translation>Schichten: wie sie den Flächen folgen</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Layers: field of picks of the top</source>
   <translation>Schichten: Feld der Oberkante in Bohrungen</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Layers: field of picks of the base</source>
   <translation>Schichten: Feld der Unterkante in Bohrungen</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Layers: number</source>
   <translation>Schichten: Anzahl</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Top surface</source>
   <translation>Topfläche</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Base surface</source>
   <translation>Basisfläche</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Contact as a raster</source>
   <translation>Kontakt als Raster</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Contact as a number</source>
   <translation>Kontakt als Zahl</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Net to gross as a raster</source>
   <translation>Netto-Brutto-Verhältnis als Raster</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Net to gross as a number</source>
   <translation>Netto-Brutto-Verhältnis als Zahl</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Porosity as a raster</source>
   <translation>Porosität als Raster</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Porosity as a number</source>
   <translation>Porosität als Zahl</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Saturation of hydrocarbons as a raster</source>
   <translation>Kohlenwasserstoffsättigung als Raster</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Saturation of hydrocarbons as a number</source>
   <translation>Kohlenwasserstoffsättigung als Zahl</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Formation volume factor as a raster</source>
   <translation>Formationsvolumenfaktor als Raster</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Formation volume factor as a number</source>
   <translation>Formationsvolumenfaktor als Zahl</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Unit of heights</source>
   <translation>Einheit der Höhen</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Zone name field</source>
   <translation>Feld der Zonennamen</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Split</source>
   <translation>Aufteilung</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Group field</source>
   <translation>Gruppenfeld</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Number of blocks or folds</source>
   <translation>Anzahl der Blöcke oder Teile (folds)</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Refit</source>
   <translation>Neu anpassen</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Models to compare</source>
   <translation>Zu vergleichende Modelle</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Probability</source>
   <translation>Wahrscheinlichkeit</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Region of joint confidence</source>
   <translation>Bereich gemeinsamer Konfidenz</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Band of the contour</source>
   <translation>Band der Isolinie</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Slices</source>
   <translation>Scheiben</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Mesh</source>
   <translation>Netz</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Quantiles P10, P50, P90</source>
   <translation>Quantile P10, P50, P90</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>All realizations</source>
   <translation>Alle Realisierungen</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Report</source>
   <translation>Bericht</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Layers: top that was used</source>
   <translation>Schichten: verwendete Oberkante</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Layers: base that was used</source>
   <translation>Schichten: verwendete Unterkante</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Cluster: job folder</source>
   <translation>Cluster: Auftragsordner</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Table of lags</source>
   <translation>Tabelle der Abstandsklassen</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Points</source>
   <translation>Punkte</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Skipped files</source>
   <translation>Übersprungene Dateien</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Nothing is given for {name}: it takes one {kind}.</source>
   <translation>Für {name} ist nichts angegeben: Erwartet wird eine Angabe der Art {kind}.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Points, with the values in a field, or with well names by which LAS files find their place.</source>
   <translation>Punkte mit den Werten in einem Feld oder mit Bohrungsnamen, über die LAS-Dateien ihren Ort finden.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>The value to map: numbers, or texts such as 0.31 or &lt;0.25. Not needed with LAS files. Features without a value are skipped and counted.</source>
   <translation>Der zu kartierende Wert: Zahlen oder Texte wie 0.31 oder &lt;0.25. Bei LAS-Dateien nicht nötig. Objekte ohne Wert werden übersprungen und gezählt.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Well logs to average; instead of, or besides, a folder.</source>
   <translation>Zu mittelnde Logs; anstelle eines Ordners oder zusätzlich zu ihm.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>All .las files in this folder and its sub-folders.</source>
   <translation>Alle .las-Dateien in diesem Ordner und seinen Unterordnern.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Mnemonic; or several separated by semicolons, of which the first that a file has is taken: GR;GRN;GAM.</source>
   <translation>Kürzel (Mnemonic); oder mehrere, durch Semikolon getrennt, von denen das erste genommen wird, das eine Datei hat: GR;GRN;GAM.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>UWI, API or name of the well: joins LAS files to points, first as text, then as far as it is unique.</source>
   <translation>UWI, API oder Name der Bohrung: verbindet LAS-Dateien mit Punkten, zuerst als Text, dann soweit es eindeutig ist.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Measured depth; samples above it are left out. For wells without a depth of their own.</source>
   <translation>Gemessene Tiefe (MD); Messwerte darüber werden weggelassen. Für Bohrungen ohne eigene Tiefe.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Measured depth of each well, from the reference of the log (KB).</source>
   <translation>Gemessene Tiefe (MD) jeder Bohrung, vom Tiefenbezug des Logs (KB) aus.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Measured depth; samples below it are left out. For wells without a depth of their own.</source>
   <translation>Gemessene Tiefe (MD); Messwerte darunter werden weggelassen. Für Bohrungen ohne eigene Tiefe.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Of the depths given here; LAS files are converted.</source>
   <translation>Der hier angegebenen Tiefen; LAS-Dateien werden umgerechnet.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>A projected CRS. Default: the layer's, or the UTM zone that fits where the layer is in degrees.</source>
   <translation>Ein projiziertes KBS. Vorgabe: das des Layers oder, wo der Layer in Grad ist, die passende UTM-Zone.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>What the value is at least, where only that is known. Besides limits in texts, as &gt;10.</source>
   <translation>Was der Wert mindestens ist, wo nur das bekannt ist. Neben Grenzen in Texten, wie &gt;10.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>What the value is at most, where only that is known, such as the limit of detection of a value below it. Besides limits in texts, as &lt;0.25.</source>
   <translation>Was der Wert höchstens ist, wo nur das bekannt ist, etwa die Nachweisgrenze eines Werts darunter. Neben Grenzen in Texten, wie &lt;0.25.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Standard deviation of each value's own error, in units of the value; such values are not honoured.</source>
   <translation>Standardabweichung des eigenen Fehlers jedes Werts, in Einheiten des Werts; solche Werte werden nicht exakt wiedergegeben.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Where the wells stand. Default: where the headers say.</source>
   <translation>Wo die Bohrungen stehen. Vorgabe: wo es die Kopfdaten sagen.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Of X and Y in the LAS headers; or, if it is in degrees, of latitude and longitude.</source>
   <translation>Von X und Y in den Kopfdaten der LAS-Dateien; oder, wenn es in Grad ist, von Breite und Länge.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Length along the well that is averaged to a point, counted from depth zero. Default: every sample.</source>
   <translation>Länge entlang der Bohrung, die zu einem Punkt gemittelt wird, gezählt ab Tiefe null. Vorgabe: jeder Messwert.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Average all samples between top and bottom; the point is midway between these.</source>
   <translation>Alle Messwerte zwischen oberer und unterer Tiefe mitteln; der Punkt liegt in der Mitte zwischen diesen.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>For intervals and wells. geometric and harmonic need values above zero; rms: root of the mean square; most-of: the most frequent value, as for facies.</source>
   <translation>Für Intervalle und Bohrungen. geometric und harmonic brauchen Werte über null; rms: Wurzel aus dem mittleren Quadrat; most-of: der häufigste Wert, etwa für Fazies.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Fewer samples make no average.</source>
   <translation>Aus weniger Messwerten wird kein Mittel gebildet.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>A table with one row for each station. Wells that it lacks are vertical.</source>
   <translation>Eine Tabelle mit einer Zeile je Messpunkt. Bohrungen, die darin fehlen, sind vertikal.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>UWI, API or name, as in the LAS files or the layer.</source>
   <translation>UWI, API oder Name, wie in den LAS-Dateien oder im Layer.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>From the reference of the log (KB).</source>
   <translation>Vom Tiefenbezug des Logs (KB) aus.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Degrees from the vertical.</source>
   <translation>Grad von der Vertikalen.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Degrees clockwise from grid north.</source>
   <translation>Grad im Uhrzeigersinn von Gitternord.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Default: the data with a margin of 5 %. Points outside it count, too.</source>
   <translation>Vorgabe: die Daten mit einem Rand von 5 %. Punkte außerhalb zählen ebenfalls.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>In units of the target CRS. Default: the short side / 250, rounded.</source>
   <translation>In Einheiten des Ziel-KBS. Vorgabe: kurze Seite / 250, gerundet.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>In the unit of z (LAS: the unit of depths). Makes a grid in space, a band for each slice, from points with z or from the samples of logs. Default: none, a map.</source>
   <translation>In der Einheit von z (LAS: der Einheit der Tiefen). Ergibt ein Gitter im Raum, mit einem Kanal je Scheibe, aus Punkten mit z oder aus den Messwerten von Logs. Vorgabe: keine, eine Karte.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>elevation: upwards, of logs KB less depth. depth: downwards, of logs below their reference.</source>
   <translation>elevation: nach oben, bei Logs KB minus Tiefe. depth: nach unten, bei Logs unter ihrem Tiefenbezug.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>For slices, with points. Default: the z of their geometry.</source>
   <translation>Für Scheiben, mit Punkten. Vorgabe: das z ihrer Geometrie.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>For slices by elevation, with LAS files: elevation of the depth reference, in the unit of depths. Where it is empty, the header's counts.</source>
   <translation>Für Scheiben nach Höhe (elevation), mit LAS-Dateien: Höhe des Tiefenbezugs, in der Einheit der Tiefen. Wo das Feld leer ist, gilt die Angabe der Kopfdaten.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Off: they are used as they are, and named.</source>
   <translation>Aus: Sie werden verwendet, wie sie sind, und genannt.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Cells whose centres lie outside have no data.</source>
   <translation>Zellen, deren Mittelpunkte außerhalb liegen, haben keine Daten.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>What counts where several points coincide. mean: by their errors, where they have any. error: refuse.</source>
   <translation>Was gilt, wo mehrere Punkte zusammenfallen. mean: nach ihren Fehlern, wo sie welche haben. error: ablehnen.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>A variogram that the algorithm Variogram wrote; then the parameters of the variogram do not count.</source>
   <translation>Ein Variogramm, das der Algorithmus Variogramm geschrieben hat; die Parameter des Variogramms gelten dann nicht.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>automatic: spherical, exponential or, where data are clearly that smooth, matern, whichever is likelier (past 500 data: spherical or exponential, whichever has the least weighted squared error; in slices one of these two as well).</source>
   <translation>automatic: spherical, exponential oder, wo die Daten eindeutig so glatt sind, matern, je nachdem, was wahrscheinlicher ist (bei mehr als 500 Datenpunkten: spherical oder exponential, je nachdem, was den kleineren gewichteten quadratischen Fehler hat; auch bei Scheiben eines dieser beiden).</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Semivariance just off zero. Default: fitted.</source>
   <translation>Semivarianz dicht bei Abstand null. Vorgabe: angepasst.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Variance that the model adds to the nugget. Default: fitted.</source>
   <translation>Varianz, die das Modell zum Nugget hinzufügt. Vorgabe: angepasst.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Where 95 % of the partial sill is reached (spherical and cubic: all), in map units. Default: fitted.</source>
   <translation>Wo 95 % des partiellen Sills erreicht sind (spherical und cubic: alles), in Karteneinheiten. Vorgabe: angepasst.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>ν of matern (default 1.5), α of stable (default 1.5).</source>
   <translation>ν von matern (Vorgabe 1.5), α von stable (Vorgabe 1.5).</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Direction of the longest range, degrees clockwise from north.</source>
   <translation>Richtung der längsten Reichweite, Grad im Uhrzeigersinn von Nord.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Range across the azimuth divided by the range along it. Default: 1.</source>
   <translation>Reichweite quer zum Azimut geteilt durch die Reichweite entlang des Azimuts. Vorgabe: 1.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>For slices: practical range along z. Default: fitted.</source>
   <translation>Für Scheiben: praktische Reichweite entlang z. Vorgabe: angepasst.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Fit azimuth and ratio where they are not given; kept only where no more than 5 % of isotropic fields show as much.</source>
   <translation>Azimut und Verhältnis anpassen, wo sie nicht angegeben sind; behalten nur, wenn höchstens 5 % der isotropen Zufallsfelder ebenso viel zeigen.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>posterior: the standard deviation counts all variograms that the data allow, each by its probability. none: it takes the one that fits best as if it were known, which few wells make too sure. automatic: posterior where the variogram is fitted to at most 300 data (150 with anisotropy or slices, 75 with both), else none; the log says which.</source>
   <translation>posterior: Die Standardabweichung berücksichtigt alle Variogramme, die die Daten zulassen, jedes nach seiner Wahrscheinlichkeit. none: Sie nimmt das am besten passende, als wäre es bekannt, was bei wenigen Bohrungen zu sicher macht. automatic: posterior, wo das Variogramm an höchstens 300 Datenpunkte angepasst wird (150 mit Anisotropie oder Scheiben, 75 mit beidem), sonst none; das Protokoll nennt es.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>ordinary: unknown mean. simple: the mean is the data's average. universal: a trend of first or second order. external-drift: the mean follows drift rasters.</source>
   <translation>ordinary: unbekannter Mittelwert. simple: Der Mittelwert ist der Durchschnitt der Daten. universal: ein Trend erster oder zweiter Ordnung. external-drift: Der Mittelwert folgt Drift-Rastern.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>The mean of the map is linear in their first bands (external drift), interpolated at wells and cell centres. Where one has no value, wells are left out and cells have no data.</source>
   <translation>Der Mittelwert der Karte ist linear in ihren ersten Kanälen (externe Drift), interpoliert an Bohrungen und Zellmittelpunkten. Wo eines keinen Wert hat, werden Bohrungen weggelassen und haben Zellen keine Daten.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>A variable that is known everywhere and goes with the wells' values, such as a seismic attribute or an elevation (first band): collocated cokriging. Kriging is then simple. Where it has no value, wells are left out and cells have no data.</source>
   <translation>Eine Variable, die überall bekannt ist und mit den Werten der Bohrungen einhergeht, etwa ein seismisches Attribut oder eine Höhe (erster Kanal): kollokiertes Cokriging. Das Kriging ist dann einfach (simple). Wo sie keinen Wert hat, werden Bohrungen weggelassen und haben Zellen keine Daten.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Of the wells' values, or what they are transformed to, and the secondary raster, -1 to 1. Default: estimated from the wells; the log says it with its 95 % interval.</source>
   <translation>Der Werte der Bohrungen, oder dessen, wozu sie transformiert werden, mit dem sekundären Raster, -1 bis 1. Vorgabe: aus den Bohrungen geschätzt; das Protokoll nennt sie mit ihrem Intervall von 95 %.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Krige each cell from so many nearest data. Default: all.</source>
   <translation>Jede Zelle aus so vielen nächstgelegenen Datenpunkten schätzen. Vorgabe: alle.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Cells that find fewer have no data. Default: 1.</source>
   <translation>Zellen, die weniger finden, haben keine Daten. Vorgabe: 1.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Use no data farther away, in map units. Default: no limit.</source>
   <translation>Keine weiter entfernten Daten verwenden, in Karteneinheiten. Vorgabe: keine Grenze.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Use no more data than these from each quarter around a cell, so that clusters count less.</source>
   <translation>Nicht mehr Datenpunkte als so viele aus jedem Viertel um eine Zelle verwenden, damit Anhäufungen weniger zählen.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Points along each edge of a cell. 1: estimate the value at the centre. More: the average over the cell, which varies less.</source>
   <translation>Punkte entlang jeder Kante einer Zelle. 1: den Wert im Mittelpunkt schätzen. Mehr: den Mittelwert über die Zelle, der weniger schwankt.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>No: the nugget is taken as error of the measurements, and the map is smooth at the wells.</source>
   <translation>Nein: Der Nugget gilt als Fehler der Messungen, und die Karte ist an den Bohrungen glatt.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>More make mean and standard deviation steadier: the error of the mean is about the std / √number. 0: as many as the Monte-Carlo tolerance takes.</source>
   <translation>Mehr machen Mittelwert und Standardabweichung stabiler: Der Fehler des Mittelwerts ist etwa Standardabweichung / √Anzahl. 0: so viele, wie die Monte-Carlo-Toleranz braucht.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>gaussian: exact, conditional simulation of a Gaussian field. sequential: cell by cell along a random path, from the 30 nearest known cells. random-sample: shows the spread due to sampling only.</source>
   <translation>gaussian: exakte konditionale Simulation eines Gaußschen Zufallsfeldes. sequential: Zelle für Zelle entlang eines zufälligen Pfades, aus den 30 nächstgelegenen bekannten Zellen. random-sample: zeigt nur die Streuung, die von der Auswahl der Stichprobe kommt.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>normal-score: keeps the histogram, so that the map has that of the data. log: for positive values. none: values as they are.</source>
   <translation>normal-score: behält das Histogramm bei, sodass die Karte das der Daten hat. log: für positive Werte. none: Werte, wie sie sind.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>No lower value is possible, for normal scores. Default: zero if no datum is negative, else no limit; with a lower or upper tail, the smallest datum.</source>
   <translation>Kein kleinerer Wert ist möglich, für Normal-Scores. Vorgabe: null, wenn kein Datenpunkt negativ ist, sonst keine Grenze; mit einem unteren oder oberen Verteilungsende der kleinste Datenwert.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>No greater value is possible, for normal scores: such as 1 for a fraction. Default: no limit; with a lower or upper tail, the largest datum.</source>
   <translation>Kein größerer Wert ist möglich, für Normal-Scores: etwa 1 für einen Anteil. Vorgabe: keine Grenze; mit einem unteren oder oberen Verteilungsende der größte Datenwert.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>How normal scores go on below the smallest datum. smooth: by a curve that fits all data. The others end at the least value, hyperbolic also without a limit; if only the other tail is one of these, this is linear.</source>
   <translation>Wie Normal-Scores unter dem kleinsten Datenwert weitergehen. smooth: mit einer Kurve, die zu allen Daten passt. Die anderen enden beim kleinsten Wert, hyperbolic auch ohne Grenze; ist nur das andere Verteilungsende eines von diesen, ist dieses linear.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Exponent of a power or hyperbolic tail, greater than zero.</source>
   <translation>Exponent eines Verteilungsendes der Art power oder hyperbolic, größer als null.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>How normal scores go on above the largest datum. smooth: by a curve that fits all data. The others end at the greatest value, hyperbolic also without a limit; if only the other tail is one of these, this is linear.</source>
   <translation>Wie Normal-Scores über dem größten Datenwert weitergehen. smooth: mit einer Kurve, die zu allen Daten passt. Die anderen enden beim größten Wert, hyperbolic auch ohne Grenze; ist nur das andere Verteilungsende eines von diesen, ist dieses linear.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>cell: wells that stand close together count less in the histogram of normal scores.</source>
   <translation>cell: Bohrungen, die dicht beieinander stehen, zählen im Histogramm der Normal-Scores weniger.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>About the distance between wells where they are sparse. Default: the size that makes the mean least, which is right where high values were drilled more densely.</source>
   <translation>Etwa der Abstand zwischen Bohrungen, wo sie dünn gestreut sind. Vorgabe: die Größe, die den Mittelwert am kleinsten macht; das ist richtig, wo hohe Werte dichter erbohrt wurden.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>What each well counts in the histogram of normal scores, zero or greater, as another program found it; instead of declustering. Wells of weight zero are honoured all the same.</source>
   <translation>Was jede Bohrung im Histogramm der Normal-Scores zählt, null oder mehr, wie ein anderes Programm es gefunden hat; anstelle der Entclusterung. Bohrungen mit dem Gewicht null werden trotzdem wiedergegeben.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>yes: wells count where they are, and no cell shows one exactly. no: at the centres of their cells, which show them; several in a cell as their mean. automatic: yes for maps by gaussian of at most 4000 wells, unless realizations cannot, which the log says.</source>
   <translation>yes: Bohrungen zählen dort, wo sie stehen, und keine Zelle zeigt ihren Wert genau. no: in den Mittelpunkten ihrer Zellen, die ihren Wert zeigen; mehrere in einer Zelle als ihr Mittelwert. automatic: yes für Karten mit gaussian und höchstens 4000 Bohrungen, sofern Realisierungen das können; wenn nicht, sagt es das Protokoll.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>The same seed makes the same maps. Empty: one is drawn, and said in the log.</source>
   <translation>Derselbe Startwert ergibt dieselben Karten. Leer: Einer wird gezogen und im Protokoll genannt.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Where the number of realizations is 0: stop when the standard error of the mean is so many standard deviations. 0.05 takes about 400 realizations, 0.025 about 1600; at most four times as many are made.</source>
   <translation>Wo die Anzahl der Realisierungen 0 ist: aufhören, wenn der Standardfehler des Mittelwerts so viele Standardabweichungen beträgt. 0.05 braucht etwa 400 Realisierungen, 0.025 etwa 1600; höchstens viermal so viele werden erzeugt.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Of the method gaussian: threads. 0: automatic, or as many as QGIS's options say. The result is the same for any number.</source>
   <translation>Bei der Methode gaussian: Threads. 0: automatisch oder so viele, wie in den QGIS-Optionen angegeben. Das Ergebnis ist für jede Anzahl dasselbe.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>local: processes of this machine. dask: a Dask cluster (Python package dask[distributed]).</source>
   <translation>local: Prozesse dieses Rechners. dask: ein Dask-Cluster (Python-Paket dask[distributed]).</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Its address: tls://host:8786 with the certificates of Dask's configuration, or tcp://host:8786. Empty: that of QGIS's options. A scheduler can run code on this machine, and this machine on it: only one that you trust, best by tls.</source>
   <translation>Seine Adresse: tls://host:8786 mit den Zertifikaten der Dask-Konfiguration, oder tcp://host:8786. Leer: die der QGIS-Optionen. Ein Scheduler kann Code auf diesem Rechner ausführen und dieser Rechner auf ihm: nur einer, dem Sie vertrauen, am besten über tls.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Of a Dask cluster, at the same path on each machine: realizations are kept there while the run goes on, for quantiles and all realizations.</source>
   <translation>Eines Dask-Clusters, auf jedem Rechner unter demselben Pfad: Realisierungen werden dort während des Laufs aufbewahrt, für Quantile und alle Realisierungen.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Not used where both the lag distance and the maximum distance are given.</source>
   <translation>Nicht verwendet, wenn die Breite der Abstandsklassen und der maximale Abstand beide angegeben sind.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Width of a lag in map units. Default: the maximum distance divided by the number of lags.</source>
   <translation>Breite einer Abstandsklasse (Lag) in Karteneinheiten. Vorgabe: der maximale Abstand geteilt durch die Anzahl der Abstandsklassen.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Pairs farther apart do not count. Default: lags times lag distance, or a third of the diagonal of the data.</source>
   <translation>Weiter voneinander entfernte Paare zählen nicht. Vorgabe: Anzahl mal Breite der Abstandsklassen oder ein Drittel der Diagonale der Daten.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>matheron: half the mean squared difference. The others are disturbed less by outliers.</source>
   <translation>matheron: die Hälfte der mittleren quadrierten Differenz. Die anderen werden von Ausreißern weniger gestört.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Degrees to each side of a direction.</source>
   <translation>Grad zu jeder Seite einer Richtung.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Farthest that a pair may lie off the line along a direction, in map units. Default: any.</source>
   <translation>Größte Entfernung, die ein Paar von der Linie entlang einer Richtung haben darf, in Karteneinheiten. Vorgabe: beliebig.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>linear, quadratic: look at what a polynomial of the coordinates leaves of the data. For universal kriging of the same order (KRIGING_TYPE universal-1, universal-2).</source>
   <translation>linear, quadratic: betrachten, was ein Polynom der Koordinaten von den Daten übrig lässt. Für universelles Kriging derselben Ordnung (KRIGING_TYPE universal-1, universal-2).</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>A model of a longer range, added to the first; then FITTED_PARTIAL_SILL is the sum of both and FITTED_RANGE the longer range.</source>
   <translation>Ein Modell längerer Reichweite, das zum ersten addiert wird; FITTED_PARTIAL_SILL ist dann die Summe beider und FITTED_RANGE die längere Reichweite.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>automatic: as for a map, the most probable of all variograms that few data allow; else reml up to 500 data, then pairs/h2, which is also for what only lags tell: a direction, a second structure, a robust estimator. Others: of each lag, for least squares: pairs divided by squared distance, pairs, or equal. reml: restricted maximum likelihood of the data, without lags.</source>
   <translation>automatic: wie für eine Karte, das wahrscheinlichste aller Variogramme, die wenige Daten zulassen; sonst reml bis 500 Datenpunkte, darüber pairs/h2, das auch für das gilt, was nur Abstandsklassen zeigen: eine Richtung, eine zweite Struktur, ein robuster Schätzer. Andere: jeder Abstandsklasse, für kleinste Quadrate: Paare geteilt durch quadrierten Abstand, Paare oder gleich. reml: Restricted Maximum Likelihood der Daten, ohne Abstandsklassen.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>above or below the threshold, or between two thresholds, which count as between.</source>
   <translation>above oder below: über oder unter dem Schwellenwert; between: zwischen zwei Schwellenwerten, die selbst mitzählen.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>In the unit of the values.</source>
   <translation>In der Einheit der Werte.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>For between.</source>
   <translation>Für between.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>With which probability the condition holds in all of the region at once, and no contour runs outside the band.</source>
   <translation>Mit welcher Wahrscheinlichkeit die Bedingung im ganzen Bereich zugleich gilt und keine Isolinie außerhalb des Bandes verläuft.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Polygons in any CRS; each feature is a zone. They may overlap.</source>
   <translation>Polygone in beliebigem KBS; jedes Objekt ist eine Zone. Sie dürfen sich überlappen.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>mean: where the mean of the zone is above the threshold (or below, or between). min: where its least value is, which for above means all of it. max: where its greatest value is, which for above means any of it.</source>
   <translation>mean: wo der Mittelwert der Zone über dem Schwellenwert liegt (oder darunter oder dazwischen). min: wo ihr kleinster Wert dort liegt, was bei above die ganze Zone bedeutet. max: wo ihr größter Wert dort liegt, was bei above irgendeinen Teil bedeutet.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>What is to become certain. variance: the values of the map, cell by cell. exceedance: whether cells exceed the threshold. zone: the means of the zones.</source>
   <translation>Was sicher werden soll. variance: die Werte der Karte, Zelle für Zelle. exceedance: ob Zellen den Schwellenwert überschreiten. zone: die Mittelwerte der Zonen.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Where a well may be. Default: up to 1000 cells of the map, evenly spread.</source>
   <translation>Wo eine Bohrung stehen darf. Vorgabe: bis zu 1000 Zellen der Karte, gleichmäßig verteilt.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>What a well costs there, in any unit: the gain for each unit of cost counts, and where there is no cost above zero there is no candidate.</source>
   <translation>Was eine Bohrung dort kostet, in beliebiger Einheit: Es zählt der Gewinn je Einheit der Kosten, und wo keine Kosten über null stehen, ist kein Kandidat.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Of new wells from each other and from the ones that there are, in map units. Default: none.</source>
   <translation>Neuer Bohrungen voneinander und von den vorhandenen, in Karteneinheiten. Vorgabe: keiner.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>A band for each slice, as Z_DELTA makes them, of one map or of several (quantiles, realizations).</source>
   <translation>Ein Kanal je Scheibe, wie Z_DELTA sie erzeugt, von einer Karte oder von mehreren (Quantile, Realisierungen).</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>The section begins where the line begins. Of several lines the first counts.</source>
   <translation>Der Profilschnitt beginnt, wo die Linie beginnt. Von mehreren Linien zählt die erste.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>From the line, in map units. Default: a twentieth of its length. Wells beyond an end of the line, by more than a column, are not shown.</source>
   <translation>Von der Linie, in Karteneinheiten. Vorgabe: ein Zwanzigstel ihrer Länge. Bohrungen, die um mehr als eine Spalte jenseits eines Endes der Linie liegen, werden nicht gezeigt.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>What elevations are multiplied by. Default: 1, 2 or 5 times a power of ten, so that the section is about three times as long as it is high.</source>
   <translation>Womit Höhen multipliziert werden. Vorgabe: 1, 2 oder 5 mal eine Zehnerpotenz, sodass der Profilschnitt etwa dreimal so lang wie hoch ist.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>What is shown of realizations. One map is shown as it is.</source>
   <translation>Was von Realisierungen gezeigt wird. Eine einzelne Karte wird gezeigt, wie sie ist.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>For the statistic quantile: 0.1 is what one of ten realizations does not exceed.</source>
   <translation>Für die Statistik quantile: 0.1 ist, was eine von zehn Realisierungen nicht überschreitet.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Shows one of several maps: of quantiles 1 is low, 2 the median, 3 high; of realizations its number. Default: the statistic of all.</source>
   <translation>Zeigt eine von mehreren Karten: bei Quantilen ist 1 niedrig, 2 der Median, 3 hoch; bei Realisierungen ihre Nummer. Vorgabe: die Statistik aller.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>A line from top to bottom for each well, with its distance along the line and its offset.</source>
   <translation>Eine Linie von oben nach unten für jede Bohrung, mit ihrer Entfernung entlang der Linie und ihrem Versatz.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>proportional: all thin with the unit. follow-top: of one height, parallel to the top, where the base cuts them off. follow-base: parallel to the base, where the top does.</source>
   <translation>proportional: Alle werden mit der Einheit dünner. follow-top: gleich hoch und parallel zur Topfläche, an der Basisfläche abgeschnitten. follow-base: parallel zur Basisfläche, an der Topfläche abgeschnitten.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>What each well has of it, as z. The raster is corrected to go through the picks; without one the surface is kriged from them.</source>
   <translation>Was jede Bohrung davon hat, als z. Das Raster wird so korrigiert, dass es durch diese Werte geht; ohne Raster wird die Fläche aus ihnen geschätzt (Kriging).</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>The same of the base.</source>
   <translation>Dasselbe für die Unterkante.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>A band for each, counted from the base upwards. Direction of z, z field, KB field and vertical range count as for slices.</source>
   <translation>Ein Kanal für jede, von der Unterkante aufwärts gezählt. Richtung von z, z-Feld, KB-Feld und vertikale Reichweite zählen wie bei Scheiben.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Of the rock; a band for each realization, or one. Instead of surfaces.</source>
   <translation>Des Gesteins; ein Kanal je Realisierung oder einer. Anstelle von Flächen.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>A band for each realization, or one.</source>
   <translation>Ein Kanal je Realisierung oder einer.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>A band for each realization, or one. Default: the contact is the base.</source>
   <translation>Ein Kanal je Realisierung oder einer. Vorgabe: Der Kontakt ist die Basisfläche.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Below it nothing counts. A raster; from a script a number, too.</source>
   <translation>Darunter zählt nichts. Ein Raster; aus einem Skript auch eine Zahl.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>The same contact everywhere, as an elevation or a depth, like the surfaces.</source>
   <translation>Derselbe Kontakt überall, als Höhe oder Tiefe, wie die Flächen.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>The part of the rock that counts, 0 to 1. A raster; from a script a number, too.</source>
   <translation>Der Anteil des Gesteins, der zählt, 0 bis 1. Ein Raster; aus einem Skript auch eine Zahl.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>The same everywhere, 0 to 1.</source>
   <translation>Überall gleich, 0 bis 1.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>The part of the rock that is pores, 0 to 1. A raster; from a script a number, too.</source>
   <translation>Der Anteil des Gesteins, der aus Poren besteht, 0 bis 1. Ein Raster; aus einem Skript auch eine Zahl.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>1 less the water saturation, 0 to 1. A raster; from a script a number, too.</source>
   <translation>1 minus Wassersättigung, 0 bis 1. Ein Raster; aus einem Skript auch eine Zahl.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Divided by: volume in the pores for one at the surface. A raster; from a script a number, too.</source>
   <translation>Durch ihn wird geteilt: Volumen in den Poren für eines an der Erdoberfläche. Ein Raster; aus einem Skript auch eine Zahl.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>The same everywhere.</source>
   <translation>Überall gleich.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Of thickness, surfaces and contact. map: that of the map, metres where it is in degrees.</source>
   <translation>Von Mächtigkeit, Flächen und Kontakt. map: die der Karte, Meter, wo sie in Grad ist.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Default: zones are called by their number.</source>
   <translation>Vorgabe: Zonen werden mit ihrer Nummer benannt.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>What is left out at once: points each by itself, all samples of a well, compact blocks of the map, or random parts (folds).</source>
   <translation>Was zugleich weggelassen wird: jeder Punkt für sich (points), alle Messwerte einer Bohrung (wells), zusammenhängende Blöcke der Karte (blocks) oder zufällige Teile (folds).</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>For the split wells: which well a point belongs to. Default: the well name field.</source>
   <translation>Für die Aufteilung wells: zu welcher Bohrung ein Punkt gehört. Vorgabe: das Feld der Bohrungsnamen.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>For the splits blocks and folds.</source>
   <translation>Für die Aufteilungen blocks und folds.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Fit transform and variogram anew without what is left out; slower.</source>
   <translation>Transformation und Variogramm ohne das Weggelassene neu anpassen; langsamer.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>The variogram is fitted with each, and they are ranked by CRPS. Default: only the variogram below.</source>
   <translation>Das Variogramm wird mit jedem angepasst, und sie werden nach CRPS geordnet. Vorgabe: nur das Variogramm unten.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>That the condition holds, cell by cell, from 0 to 1.</source>
   <translation>Dass die Bedingung gilt, Zelle für Zelle, von 0 bis 1.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>1 in the largest set of cells in which the condition holds everywhere at once with the confidence, else 0. Needs realizations.</source>
   <translation>1 in der größten Menge von Zellen, in der die Bedingung mit der Konfidenz überall zugleich gilt, sonst 0. Braucht Realisierungen.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>1 where the contour of the threshold may run, 0 where, with the confidence, it does not run anywhere. Needs realizations.</source>
   <translation>1, wo die Isolinie des Schwellenwerts verlaufen kann, 0, wo sie mit der Konfidenz nirgends verläuft. Braucht Realisierungen.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>A band for each slice, as Z_DELTA of Stochastic kriging makes them: what Section takes.</source>
   <translation>Ein Kanal für jede Scheibe, wie Z_DELTA beim Stochastischen Kriging sie erzeugt: Eingabe für den Profilschnitt.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>A NetCDF file (UGRID) with a mesh for each layer, at its height: for 3D views and elevation profiles.</source>
   <translation>Eine NetCDF-Datei (UGRID) mit einem Netz für jede Schicht, in ihrer Höhe: für 3D-Ansichten und Höhenprofile.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>The map: what is expected in each cell, in units of the value.</source>
   <translation>Die Karte: was in jeder Zelle zu erwarten ist, in Einheiten des Werts.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>How far the truth may be from the mean in each cell, in units of the value.</source>
   <translation>Wie weit die Wahrheit in jeder Zelle vom Mittelwert entfernt sein kann, in Einheiten des Werts.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>Three bands: what each cell is below with a probability of 10, 50 and 90 %.</source>
   <translation>Drei Kanäle: worunter jede Zelle mit einer Wahrscheinlichkeit von 10, 50 und 90 % liegt.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>A band for each; what Probability of exceedance, Zone statistics and Volumes begin from.</source>
   <translation>Ein Kanal je Realisierung; davon gehen Überschreitungswahrscheinlichkeit, Zonenstatistik und Volumen aus.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>A page with what was done, figures, and whether they can be trusted.</source>
   <translation>Eine Seite darüber, was getan wurde, mit Abbildungen, und ob man ihnen vertrauen kann.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>The variogram in use, as the other algorithms take it under Variogram file.</source>
   <translation>Das verwendete Variogramm, wie die anderen Algorithmen es unter Variogrammdatei annehmen.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>At the cells of the map, with the picks counted in; what Layers in space takes.</source>
   <translation>In den Zellen der Karte, mit den Werten der Bohrungen; Eingabe für „Schichten im Raum“.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>The job is written there too, for the driver on a batch machine: job.json and its arrays.</source>
   <translation>Der Auftrag wird auch dorthin geschrieben, für den Treiber auf einem Batch-Rechner: job.json und seine Arrays.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>A row for each lag and direction: distance, semivariance, number of pairs, and the model.</source>
   <translation>Eine Zeile je Abstandsklasse und Richtung: Abstand, Semivarianz, Anzahl der Paare und das Modell.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>One for each sample, interval or well, with its value and where it is in space.</source>
   <translation>Einer je Messwert, Intervall oder Bohrung, mit seinem Wert und seiner Lage im Raum.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>A row for each file that gave no point, with the reason.</source>
   <translation>Eine Zeile je Datei, die keinen Punkt ergab, mit dem Grund.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>{name} is {word}: it should be one of {options}.</source>
   <translation>{name} ist {word}: Möglich sind {options}.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>{name} is {said}: it should be a number.</source>
   <translation>{name} ist {said}: Es muss eine Zahl sein.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>{name} is {value:g}: it should be a whole number.</source>
   <translation>{name} ist {value:g}: Es muss eine ganze Zahl sein.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>{name} is {value:g}: it should be at most {most:g}.</source>
   <translation>{name} ist {value:g}: Der Wert darf höchstens {most:g} sein.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>at least {least:g}</source>
   <translation>mindestens {least:g}</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>greater than zero</source>
   <translation>größer als null</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>zero or greater</source>
   <translation>null oder größer</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>{name} is {value:g}: it should be {words}.</source>
   <translation>{name} ist {value:g}: Der Wert muss {words} sein.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/values.py" />
   <source>{kind} files (*.{suffix})</source>
   <translation>{kind}-Dateien (*.{suffix})</translation>
  </message>
  <message>
   <location filename="../provider/parameters/variogram.py" />
   <source>Cannot read {path} (VARIOGRAM_FILE): {error}</source>
   <translation>{path} (VARIOGRAM_FILE) kann nicht gelesen werden: {error}</translation>
  </message>
  <message>
   <location filename="../provider/parameters/variogram.py" />
   <source>{path} (VARIOGRAM_FILE) holds no variogram. {error}</source>
   <translation>{path} (VARIOGRAM_FILE) enthält kein Variogramm. {error}</translation>
  </message>
  <message>
   <location filename="../provider/parameters/wells.py" />
   <source>{names}: taken in {unit}, the unit of {crs}, and not in degrees.</source>
   <translation>{names}: gelten in {unit}, der Einheit von {crs}, und nicht in Grad.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/wells.py" />
   <source>No point layer: choose the well locations (INPUT).</source>
   <translation>Kein Punktlayer: Wählen Sie die Lage der Bohrungen (INPUT).</translation>
  </message>
  <message>
   <location filename="../provider/parameters/wells.py" />
   <source>LAS files need their places: choose the field of well names in the point layer (WELL_FIELD).</source>
   <translation>LAS-Dateien brauchen ihren Ort: Wählen Sie das Feld der Bohrungsnamen im Punktlayer (WELL_FIELD).</translation>
  </message>
  <message>
   <location filename="../provider/parameters/wells.py" />
   <source>No values: choose a value field (FIELD), or LAS files and a CURVE.</source>
   <translation>Keine Werte: Wählen Sie ein Wertefeld (FIELD) oder LAS-Dateien und eine CURVE.</translation>
  </message>
  <message>
   <location filename="../provider/parameters/wells.py" />
   <source>Limits are those of a value field: leave LOWER_LIMIT_FIELD and UPPER_LIMIT_FIELD out with LAS files.</source>
   <translation>Grenzen sind die eines Wertefelds: Lassen Sie LOWER_LIMIT_FIELD und UPPER_LIMIT_FIELD bei LAS-Dateien weg.</translation>
  </message>
  <message>
   <location filename="../provider/quantile_names.py" />
   <source>Low (10 % below; petroleum P90)</source>
   <translation>Niedrig (10 % darunter; P90 der Erdölindustrie)</translation>
  </message>
  <message>
   <location filename="../provider/quantile_names.py" />
   <source>Median (50 % below)</source>
   <translation>Median (50 % darunter)</translation>
  </message>
  <message>
   <location filename="../provider/quantile_names.py" />
   <source>High (90 % below; petroleum P10)</source>
   <translation>Hoch (90 % darunter; P10 der Erdölindustrie)</translation>
  </message>
  <message>
   <location filename="../provider/quantile_names.py" />
   <source>P10 (10 % below)</source>
   <translation>P10 (10 % darunter)</translation>
  </message>
  <message>
   <location filename="../provider/quantile_names.py" />
   <source>P50 (median)</source>
   <translation>P50 (Median)</translation>
  </message>
  <message>
   <location filename="../provider/quantile_names.py" />
   <source>P90 (90 % below)</source>
   <translation>P90 (90 % darunter)</translation>
  </message>
  <message>
   <location filename="../provider/quantile_names.py" />
   <source>P90 (90 % above)</source>
   <translation>P90 (90 % darüber)</translation>
  </message>
  <message>
   <location filename="../provider/quantile_names.py" />
   <source>P10 (10 % above)</source>
   <translation>P10 (10 % darüber)</translation>
  </message>
  <message>
   <location filename="../ui/canvas/preview_layer.py" />
   <source>Estimate of {title}</source>
   <translation>Schätzung von {title}</translation>
  </message>
  <message>
   <location filename="../ui/canvas/preview_layer.py" />
   <source>Standard deviation of {title}</source>
   <translation>Standardabweichung von {title}</translation>
  </message>
  <message>
   <location filename="../ui/canvas/preview_layer.py" />
   <source>Preview: {title}</source>
   <translation>Vorschau: {title}</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>The point layer of the data: wells, samples, stations.</source>
   <translation>Der Punktlayer der Daten: Bohrungen, Proben, Stationen.</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>The field with the value to be mapped.</source>
   <translation>Das Feld mit dem zu kartierenden Wert.</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>Selected only</source>
   <translation>Nur gewählte</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>Only the selected features of the layer count.</source>
   <translation>Nur die gewählten Objekte des Layers zählen.</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>Logs…</source>
   <translation>Logs…</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>Take the values from LAS files instead of a field: averages of a curve in each well.</source>
   <translation>Die Werte aus LAS-Dateien statt aus einem Feld nehmen: Mittelwerte einer Kurve in jeder Bohrung.</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>such as PHIE</source>
   <translation>etwa PHIE</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>Name of the curve in the LAS files, the same in all of them.</source>
   <translation>Name der Kurve in den LAS-Dateien, in allen derselbe.</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>The field of the layer with the names that the LAS files have.</source>
   <translation>Das Feld des Layers mit den Namen, die in den LAS-Dateien stehen.</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>Reading…</source>
   <translation>Wird gelesen…</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>Choose a point layer with values, or add one to the project.</source>
   <translation>Wählen Sie einen Punktlayer mit Werten oder fügen Sie dem Projekt einen hinzu.</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>Choose the field with the value.</source>
   <translation>Wählen Sie das Feld mit dem Wert.</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>1 value</source>
   <translation>1 Wert</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>Curve</source>
   <translation>Kurve</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>Top</source>
   <translation>Oberkante</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>Base</source>
   <translation>Unterkante</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>The field with the measured depth between which and the other the curve is averaged; empty: all.</source>
   <translation>Das Feld mit der gemessenen Tiefe, zwischen der und der anderen die Kurve gemittelt wird; leer: alles.</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>Choose the folder of the LAS files.</source>
   <translation>Wählen Sie den Ordner der LAS-Dateien.</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>Name the curve of the LAS files to read, such as PHIE.</source>
   <translation>Nennen Sie die zu lesende Kurve der LAS-Dateien, etwa PHIE.</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>Values as they are</source>
   <translation>Werte, wie sie sind</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>Kriging of the values themselves.</source>
   <translation>Kriging der Werte selbst.</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>Logarithm</source>
   <translation>Logarithmus</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>For positive values with a long tail, such as permeabilities.</source>
   <translation>Für positive Werte mit langem Verteilungsende, etwa Permeabilitäten.</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>Normal score</source>
   <translation>Normal-Score</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>Ranks as normal values: maps keep the histogram of the data, however skewed.</source>
   <translation>Ränge als normalverteilte Werte: Karten behalten das Histogramm der Daten bei, wie schief es auch ist.</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>No trend</source>
   <translation>Kein Trend</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>Ordinary kriging: the mean is constant and not known.</source>
   <translation>Gewöhnliches Kriging: Der Mittelwert ist konstant und nicht bekannt.</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>Trend: plane</source>
   <translation>Trend: Ebene</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>Universal kriging with a plane, for values that rise to one side.</source>
   <translation>Universelles Kriging mit einer Ebene, für Werte, die nach einer Seite ansteigen.</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>Trend: quadratic</source>
   <translation>Trend: quadratisch</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>Universal kriging with a surface of second order.</source>
   <translation>Universelles Kriging mit einer Fläche zweiter Ordnung.</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>Known mean</source>
   <translation>Bekannter Mittelwert</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>Simple kriging: far from the data maps return to their mean.</source>
   <translation>Einfaches Kriging: Fern von den Daten kehren Karten zu deren Mittelwert zurück.</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>No feature of {layer} is selected.</source>
   <translation>Kein Objekt von {layer} ist gewählt.</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>{layer} has no field of numbers: choose another layer, or logs.</source>
   <translation>{layer} hat kein Feld mit Zahlen: Wählen Sie einen anderen Layer oder Logs.</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>{n:,} values</source>
   <translation>{n:,} Werte</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>; {n:,} dropped</source>
   <translation>; {n:,} übersprungen</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>; projected to {crs}</source>
   <translation>; projiziert nach {crs}</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>; ⚠ {n} to look at</source>
   <translation>; ⚠ {n} zu prüfen</translation>
  </message>
  <message>
   <location filename="../ui/data_bar.py" />
   <source>{what}: {why}</source>
   <translation>{what}: {why}</translation>
  </message>
  <message>
   <location filename="../ui/dock.py" />
   <source>There are no data yet of which a map could be made.</source>
   <translation>Es gibt noch keine Daten, von denen eine Karte berechnet werden könnte.</translation>
  </message>
  <message>
   <location filename="../ui/dock.py" />
   <source>What is left out here is not selected in the layer, and only the others count.</source>
   <translation>Was hier weggelassen ist, ist im Layer nicht gewählt, und nur das Übrige zählt.</translation>
  </message>
  <message>
   <location filename="../ui/dock.py" />
   <source>Variogram ({pattern})</source>
   <translation>Variogramm ({pattern})</translation>
  </message>
  <message>
   <location filename="../ui/dock.py" />
   <source>Save model</source>
   <translation>Modell speichern</translation>
  </message>
  <message>
   <location filename="../ui/dock.py" />
   <source>Cannot write {path}: {reason}.</source>
   <translation>{path} kann nicht geschrieben werden: {reason}.</translation>
  </message>
  <message>
   <location filename="../ui/film_export.py" />
   <source>{folder} has {name} already: choose another folder.</source>
   <translation>{folder} enthält bereits {name}: Wählen Sie einen anderen Ordner.</translation>
  </message>
  <message>
   <location filename="../ui/film_export.py" />
   <source>the disk may be full</source>
   <translation>der Datenträger ist möglicherweise voll</translation>
  </message>
  <message>
   <location filename="../ui/film_export.py" />
   <source>the film</source>
   <translation>der Film</translation>
  </message>
  <message>
   <location filename="../ui/film_export.py" />
   <source>{path} has {count} pictures.</source>
   <translation>{path} hat {count} Bilder.</translation>
  </message>
  <message>
   <location filename="../ui/film_export.py" />
   <source>{folder} has {count} pictures.</source>
   <translation>{folder} enthält {count} Bilder.</translation>
  </message>
  <message>
   <location filename="../ui/film_export.py" />
   <source>{path} is written.</source>
   <translation>{path} ist geschrieben.</translation>
  </message>
  <message>
   <location filename="../ui/film_export.py" />
   <source>the picture</source>
   <translation>das Bild</translation>
  </message>
  <message>
   <location filename="../ui/film_export.py" />
   <source>Cannot write {path}: {why}. Choose another folder.</source>
   <translation>{path} kann nicht geschrieben werden: {why}. Wählen Sie einen anderen Ordner.</translation>
  </message>
  <message>
   <location filename="../ui/film_source.py" />
   <source>Choose a raster of realizations</source>
   <translation>Wählen Sie ein Raster mit Realisierungen</translation>
  </message>
  <message>
   <location filename="../ui/film_source.py" />
   <source>The whole map</source>
   <translation>Die ganze Karte</translation>
  </message>
  <message>
   <location filename="../ui/film_source.py" />
   <source>A layer of polygons: those that are selected in it are the zone</source>
   <translation>Ein Layer mit Polygonen: Die darin gewählten sind die Zone</translation>
  </message>
  <message>
   <location filename="../ui/film_source.py" />
   <source>On the map</source>
   <translation>Auf der Karte</translation>
  </message>
  <message>
   <location filename="../ui/film_source.py" />
   <source>Show the picture, and the film, on QGIS's map, too, above its layers</source>
   <translation>Das Bild und den Film auch auf der QGIS-Karte zeigen, über deren Layern</translation>
  </message>
  <message>
   <location filename="../ui/film_source.py" />
   <source>Make…</source>
   <translation>Erstellen…</translation>
  </message>
  <message>
   <location filename="../ui/film_source.py" />
   <source>Make realizations of the data above with their model: the dialog of Stochastic kriging, filled in</source>
   <translation>Realisierungen der Daten oben mit ihrem Modell erstellen: der ausgefüllte Dialog von Stochastisches Kriging</translation>
  </message>
  <message>
   <location filename="../ui/film_source.py" />
   <source>The map is in another CRS than the raster: set the project's CRS to {crs} to see it there.</source>
   <translation>Die Karte hat ein anderes KBS als das Raster: Setzen Sie das KBS des Projekts auf {crs}, um es dort zu sehen.</translation>
  </message>
  <message>
   <location filename="../ui/film_source.py" />
   <source>the selected polygon of {name}</source>
   <translation>das gewählte Polygon von {name}</translation>
  </message>
  <message>
   <location filename="../ui/film_source.py" />
   <source>{count} selected polygons of {name}</source>
   <translation>{count} gewählte Polygone von {name}</translation>
  </message>
  <message>
   <location filename="../ui/film_source.py" />
   <source>Exporting the film</source>
   <translation>Film wird exportiert</translation>
  </message>
  <message>
   <location filename="../ui/film_source.py" />
   <source>Exporting the picture</source>
   <translation>Bild wird exportiert</translation>
  </message>
  <message>
   <location filename="../ui/film_source.py" />
   <source>Zone</source>
   <translation>Zone</translation>
  </message>
  <message>
   <location filename="../ui/film_source.py" />
   <source>Layer </source>
   <translation>Schicht </translation>
  </message>
  <message>
   <location filename="../ui/film_source.py" />
   <source>Slice </source>
   <translation>Scheibe </translation>
  </message>
  <message>
   <location filename="../ui/film_source.py" />
   <source>Which layer of each realization, from the base</source>
   <translation>Welche Schicht jeder Realisierung, von der Unterkante aus gezählt</translation>
  </message>
  <message>
   <location filename="../ui/film_source.py" />
   <source>Which slice of each realization, from above</source>
   <translation>Welche Scheibe jeder Realisierung, von oben gezählt</translation>
  </message>
  <message>
   <location filename="../ui/film_source.py" />
   <source>the raster above</source>
   <translation>das Raster oben</translation>
  </message>
  <message>
   <location filename="../ui/film_source.py" />
   <source>Reading {name}</source>
   <translation>{name} wird gelesen</translation>
  </message>
  <message>
   <location filename="../ui/film_source.py" />
   <source>Measuring {zone}</source>
   <translation>Auswertung: {zone}</translation>
  </message>
  <message>
   <location filename="../ui/film_source.py" />
   <source>What was exported before is still being written: wait until it is done.</source>
   <translation>Der vorige Export wird noch geschrieben: warten, bis er fertig ist.</translation>
  </message>
  <message>
   <location filename="../ui/film_source.py" />
   <source>Two realizations have no film between them: make more.</source>
   <translation>Zwischen zwei Realisierungen gibt es keinen Film: Erzeugen Sie mehr.</translation>
  </message>
  <message>
   <location filename="../ui/film_source.py" />
   <source>Save the pictures in</source>
   <translation>Bilder speichern in</translation>
  </message>
  <message>
   <location filename="../ui/film_source.py" />
   <source> of {count}</source>
   <translation> von {count}</translation>
  </message>
  <message>
   <location filename="../ui/film_source.py" />
   <source>{name} is being read.</source>
   <translation>{name} wird gelesen.</translation>
  </message>
  <message>
   <location filename="../ui/film_source.py" />
   <source>Save the picture</source>
   <translation>Bild speichern</translation>
  </message>
  <message>
   <location filename="../ui/film_source.py" />
   <source>PNG picture (*.png)</source>
   <translation>PNG-Bild (*.png)</translation>
  </message>
  <message>
   <location filename="../ui/film_source.py" />
   <source>Save the film</source>
   <translation>Film speichern</translation>
  </message>
  <message>
   <location filename="../ui/film_source.py" />
   <source>Animated GIF (*.gif)</source>
   <translation>Animiertes GIF (*.gif)</translation>
  </message>
  <message>
   <location filename="../ui/film_source.py" />
   <source>that of the raster</source>
   <translation>das des Rasters</translation>
  </message>
  <message>
   <location filename="../ui/film_source.py" />
   <source>Select polygons of {name}; until then it is the whole map.</source>
   <translation>Wählen Sie Polygone von {name}; bis dahin ist es die ganze Karte.</translation>
  </message>
  <message>
   <location filename="../ui/handover.py" />
   <source>The drawn model goes along as variogram file: the map takes it as known.</source>
   <translation>Das gezeichnete Modell geht als Variogrammdatei mit: Für die Karte gilt es als bekannt.</translation>
  </message>
  <message>
   <location filename="../ui/handover.py" />
   <source>The map fits the variogram itself, and counts all that the data allow.</source>
   <translation>Die Karte passt das Variogramm selbst an und berücksichtigt alle, die die Daten zulassen.</translation>
  </message>
  <message>
   <location filename="../ui/panes/directions.py" />
   <source>Directions</source>
   <translation>Richtungen</translation>
  </message>
  <message>
   <location filename="../ui/panes/pairs.py" />
   <source>Pairs</source>
   <translation>Paare</translation>
  </message>
  <message>
   <location filename="../ui/panes/pairs.py" />
   <source>Their data are not selected on the map, as only what is selected counts.</source>
   <translation>Ihre Daten werden auf der Karte nicht gewählt, da nur Gewähltes zählt.</translation>
  </message>
  <message>
   <location filename="../ui/panes/pairs.py" />
   <source>Pairs are being listed…</source>
   <translation>Paare werden aufgelistet…</translation>
  </message>
  <message>
   <location filename="../ui/panes/pairs.py" />
   <source>{n:,} of the chosen pairs are drawn on the map.</source>
   <translation>{n:,} der gewählten Paare sind auf der Karte gezeichnet.</translation>
  </message>
  <message>
   <location filename="../ui/panes/preview.py" />
   <source>Preview</source>
   <translation>Vorschau</translation>
  </message>
  <message>
   <location filename="../ui/panes/preview.py" />
   <source>Each cell is kriged from the {n} nearest data; the algorithms may use all.</source>
   <translation>Jede Zelle wird aus den {n} nächstgelegenen Datenpunkten geschätzt; die Algorithmen können alle verwenden.</translation>
  </message>
  <message>
   <location filename="../ui/panes/preview.py" />
   <source>Here the model counts as known; maps may count others, too.</source>
   <translation>Hier gilt das Modell als bekannt; Karten können auch andere berücksichtigen.</translation>
  </message>
  <message>
   <location filename="../ui/panes/preview.py" />
   <source>The preview follows when a model is fitted.</source>
   <translation>Die Vorschau folgt, wenn ein Modell angepasst ist.</translation>
  </message>
  <message>
   <location filename="../ui/panes/trust.py" />
   <source>Trust</source>
   <translation>Vertrauen</translation>
  </message>
  <message>
   <location filename="../ui/panes/trust.py" />
   <source>Each value is being predicted from the others…</source>
   <translation>Jeder Wert wird aus den anderen vorhergesagt…</translation>
  </message>
  <message>
   <location filename="../ui/reading.py" />
   <source>Reading {layer}</source>
   <translation>{layer} wird gelesen</translation>
  </message>
  <message>
   <location filename="../ui/reading.py" />
   <source>feature {n}</source>
   <translation>Objekt {n}</translation>
  </message>
  <message>
   <location filename="../ui/sample.py" />
   <source>Sample wells</source>
   <translation>Beispielbohrungen</translation>
  </message>
  <message>
   <location filename="../ui/settings.py" />
   <source>No Python could be started from QGIS: work is done inside QGIS, which is slower.</source>
   <translation>Aus QGIS konnte kein Python gestartet werden: Gerechnet wird in QGIS, was langsamer ist.</translation>
  </message>
  <message>
   <location filename="../ui/settings.py" />
   <source>That is another Python or NumPy than QGIS has: it is not taken.</source>
   <translation>Das ist ein anderes Python oder NumPy, als QGIS hat: Es wird nicht verwendet.</translation>
  </message>
  <message>
   <location filename="../ui/settings.py" />
   <source>automatic</source>
   <translation>automatisch</translation>
  </message>
  <message>
   <location filename="../ui/settings.py" />
   <source>Empty: that of this QGIS is sought. Another must have the same Python and NumPy.</source>
   <translation>Leer: Das Python dieses QGIS wird gesucht. Ein anderes muss dasselbe Python und NumPy haben.</translation>
  </message>
  <message>
   <location filename="../ui/settings.py" />
   <source>Test</source>
   <translation>Testen</translation>
  </message>
  <message>
   <location filename="../ui/settings.py" />
   <source>Where a run does not say how many. The results are the same for any number.</source>
   <translation>Gilt, wo ein Lauf keine Anzahl nennt. Die Ergebnisse sind für jede Anzahl dieselben.</translation>
  </message>
  <message>
   <location filename="../ui/settings.py" />
   <source>Of runs with the engine dask that name none. It can run code on this machine: only one that you trust.</source>
   <translation>Für Läufe mit der Ausführung dask, die keinen nennen. Er kann Code auf diesem Rechner ausführen: nur einer, dem Sie vertrauen.</translation>
  </message>
  <message>
   <location filename="../ui/settings.py" />
   <source>Of quantile maps and of realizations. Volumes, areas and zones are always called as by PRMS.</source>
   <translation>Gilt für Quantilkarten und Realisierungen. Volumen, Flächen und Zonen werden immer nach PRMS benannt.</translation>
  </message>
  <message>
   <location filename="../ui/settings.py" />
   <source>…</source>
   <translation>…</translation>
  </message>
  <message>
   <location filename="../ui/settings.py" />
   <source>{python}: Python {version}, NumPy {numpy}, SciPy {scipy}.</source>
   <translation>{python}: Python {version}, NumPy {numpy}, SciPy {scipy}.</translation>
  </message>
  <message>
   <location filename="../ui/settings.py" />
   <source>Low, median, high, with both names</source>
   <translation>Niedrig, Median, hoch, mit beiden Namen</translation>
  </message>
  <message>
   <location filename="../ui/settings.py" />
   <source>Statistics: P10 is the low case</source>
   <translation>Statistik: P10 ist der niedrige Fall</translation>
  </message>
  <message>
   <location filename="../ui/settings.py" />
   <source>Petroleum (PRMS): P90 is the low case</source>
   <translation>Erdölindustrie (PRMS): P90 ist der niedrige Fall</translation>
  </message>
  <message>
   <location filename="../ui/settings.py" />
   <source>Python that computes</source>
   <translation>Python für die Berechnung</translation>
  </message>
  <message>
   <location filename="../ui/settings.py" />
   <source>Processes</source>
   <translation>Prozesse</translation>
  </message>
  <message>
   <location filename="../ui/settings.py" />
   <source>Dask scheduler</source>
   <translation>Dask-Scheduler</translation>
  </message>
  <message>
   <location filename="../ui/settings.py" />
   <source>Names of quantiles</source>
   <translation>Namen der Quantile</translation>
  </message>
  <message>
   <location filename="../ui/settings.py" />
   <source>{python} is no Python with NumPy and SciPy that can be started.</source>
   <translation>{python} ist kein Python mit NumPy und SciPy, das gestartet werden kann.</translation>
  </message>
  <message>
   <location filename="../ui/stack_reading.py" />
   <source>Of {all:,} × {rows:,} cells {shown:,} × {shown_rows:,} are shown and counted, of each realization.</source>
   <translation>Von {all:,} × {rows:,} Zellen jeder Realisierung werden {shown:,} × {shown_rows:,} gezeigt und gezählt.</translation>
  </message>
  <message>
   <location filename="../ui/stack_reading.py" />
   <source>the whole map</source>
   <translation>die ganze Karte</translation>
  </message>
  <message>
   <location filename="../ui/stack_reading.py" />
   <source>{zone}, as far as on the map</source>
   <translation>{zone}, soweit auf der Karte</translation>
  </message>
  <message>
   <location filename="../ui/stack_reading.py" />
   <source>{zone} cover no cell in which all realizations have a value: select other polygons.</source>
   <translation>Keine Zelle, in der alle Realisierungen einen Wert haben, wird abgedeckt durch {zone}: Wählen Sie andere Polygone.</translation>
  </message>
  <message>
   <location filename="../ui/task.py" />
   <source>Something went wrong ({error}); the log messages have the details.</source>
   <translation>Etwas ist schiefgegangen ({error}); Einzelheiten stehen in den Protokollmeldungen.</translation>
  </message>
  <message>
   <location filename="../ui/task.py" />
   <source>There is not enough memory: close what is not needed, or take fewer data.</source>
   <translation>Der Arbeitsspeicher reicht nicht: Schließen Sie, was nicht gebraucht wird, oder nehmen Sie weniger Daten.</translation>
  </message>
  <message>
   <location filename="../ui/task.py" />
   <source>It was cancelled.</source>
   <translation>Es wurde abgebrochen.</translation>
  </message>
  <message>
   <location filename="../ui/views/direction_curves.py" />
   <source>Distance</source>
   <translation>Abstand</translation>
  </message>
  <message>
   <location filename="../ui/views/direction_curves.py" />
   <source>{axis}, towards each direction ± {tolerance}°</source>
   <translation>{axis}, in jeder Richtung ± {tolerance}°</translation>
  </message>
  <message>
   <location filename="../ui/views/direction_curves.py" />
   <source>{azimuth}°: {pairs} pairs</source>
   <translation>{azimuth}°: {pairs} Paare</translation>
  </message>
  <message>
   <location filename="../ui/views/direction_curves.py" />
   <source>{far} apart, semivariance {gamma}</source>
   <translation>Abstand {far}, Semivarianz {gamma}</translation>
  </message>
  <message>
   <location filename="../ui/views/direction_curves.py" />
   <source>{azimuth}°</source>
   <translation>{azimuth}°</translation>
  </message>
  <message>
   <location filename="../ui/views/direction_map.py" />
   <source>, beyond the map</source>
   <translation>, jenseits der Karte</translation>
  </message>
  <message>
   <location filename="../ui/views/direction_map.py" />
   <source>East</source>
   <translation>Ost</translation>
  </message>
  <message>
   <location filename="../ui/views/direction_map.py" />
   <source>North</source>
   <translation>Nord</translation>
  </message>
  <message>
   <location filename="../ui/views/direction_map.py" />
   <source>semivariance {low}</source>
   <translation>Semivarianz {low}</translation>
  </message>
  <message>
   <location filename="../ui/views/direction_map.py" />
   <source>few pairs: hardly to be trusted</source>
   <translation>wenige Paare: kaum verlässlich</translation>
  </message>
  <message>
   <location filename="../ui/views/direction_map.py" />
   <source>range {long} along {azimuth}°{beyond}</source>
   <translation>Reichweite {long} entlang {azimuth}°{beyond}</translation>
  </message>
  <message>
   <location filename="../ui/views/direction_map.py" />
   <source>range across {short}, ratio {ratio}</source>
   <translation>Reichweite quer dazu {short}, Verhältnis {ratio}</translation>
  </message>
  <message>
   <location filename="../ui/views/direction_map.py" />
   <source>{east} east, {north} north</source>
   <translation>{east} östlich, {north} nördlich</translation>
  </message>
  <message>
   <location filename="../ui/views/direction_map.py" />
   <source>{pairs} pairs, semivariance {gamma}</source>
   <translation>{pairs} Paare, Semivarianz {gamma}</translation>
  </message>
  <message>
   <location filename="../ui/views/directions.py" />
   <source>Whether the data have a direction of longest range cannot be tested: that takes eight data and more, values that differ, and a model with a sill.</source>
   <translation>Ob die Daten eine Richtung der längsten Reichweite haben, lässt sich nicht prüfen: Dazu braucht es mindestens acht Datenpunkte, verschiedene Werte und ein Modell mit Sill.</translation>
  </message>
  <message>
   <location filename="../ui/views/directions.py" />
   <source>The data have a direction of longest range: {where}. Of fields without one only {share} look as directional; a fit believes it up to {level}.</source>
   <translation>Die Daten haben eine Richtung der längsten Reichweite: {where}. Von Zufallsfeldern ohne eine solche sehen nur {share} ebenso gerichtet aus; eine Anpassung nimmt sie bis {level} als echt an.</translation>
  </message>
  <message>
   <location filename="../ui/views/directions.py" />
   <source>less than 0.1 %</source>
   <translation>weniger als 0.1 %</translation>
  </message>
  <message>
   <location filename="../ui/views/directions.py" />
   <source>By the likelihoods of the best variogram with a direction and of the best without one.</source>
   <translation>Nach den Likelihoods des besten Variogramms mit einer Richtung und des besten ohne eine.</translation>
  </message>
  <message>
   <location filename="../ui/views/directions.py" />
   <source>The variogram map is being computed.</source>
   <translation>Die Variogrammkarte wird berechnet.</translation>
  </message>
  <message>
   <location filename="../ui/views/directions.py" />
   <source>There is no variogram map yet: choose points and a field above.</source>
   <translation>Es gibt noch keine Variogrammkarte: Wählen Sie oben Punkte und ein Feld.</translation>
  </message>
  <message>
   <location filename="../ui/views/directions.py" />
   <source>along {azimuth}°, ratio {ratio}</source>
   <translation>entlang {azimuth}°, Verhältnis {ratio}</translation>
  </message>
  <message>
   <location filename="../ui/views/directions.py" />
   <source>No direction of longest range is certain: of fields without one {share} look as directional as these data ({where}); a fit believes it up to {level}.</source>
   <translation>Keine Richtung der längsten Reichweite ist sicher: Von Zufallsfeldern ohne eine solche sehen {share} ebenso gerichtet aus wie diese Daten ({where}); eine Anpassung nimmt sie bis {level} als echt an.</translation>
  </message>
  <message>
   <location filename="../ui/views/directions.py" />
   <source>No direction of longest range is certain: what seems to be one ({where}) is too narrow to be believed, a few pairs that are alike by chance.</source>
   <translation>Keine Richtung der längsten Reichweite ist sicher: Was eine zu sein scheint ({where}), ist zu schmal, um glaubhaft zu sein – einige Paare, die sich zufällig ähneln.</translation>
  </message>
  <message>
   <location filename="../ui/views/directions.py" />
   <source>{share} %</source>
   <translation>{share} %</translation>
  </message>
  <message>
   <location filename="../ui/views/directions.py" />
   <source>The model's range is {long} along {azimuth}° and {short} across it (ratio {ratio}).</source>
   <translation>Die Reichweite des Modells ist {long} entlang {azimuth}° und {short} quer dazu (Verhältnis {ratio}).</translation>
  </message>
  <message>
   <location filename="../ui/views/directions.py" />
   <source>Map and directions are of {some} of the {data} data, taken at random.</source>
   <translation>Karte und Richtungen beruhen auf {some} der {data} Datenpunkte, zufällig ausgewählt.</translation>
  </message>
  <message>
   <location filename="../ui/views/directions.py" />
   <source>The model is the same in every direction, with a range of {long}.</source>
   <translation>Das Modell ist in jeder Richtung gleich, mit einer Reichweite von {long}.</translation>
  </message>
  <message>
   <location filename="../ui/views/film_dialog.py" />
   <source>Export the film</source>
   <translation>Film exportieren</translation>
  </message>
  <message>
   <location filename="../ui/views/film_dialog.py" />
   <source>Pictures from one realization to the next; 1: the realizations alone</source>
   <translation>Bilder von einer Realisierung zur nächsten; 1: nur die Realisierungen</translation>
  </message>
  <message>
   <location filename="../ui/views/film_dialog.py" />
   <source> pictures per second</source>
   <translation> Bilder pro Sekunde</translation>
  </message>
  <message>
   <location filename="../ui/views/film_dialog.py" />
   <source>From realization</source>
   <translation>Von Realisierung</translation>
  </message>
  <message>
   <location filename="../ui/views/film_dialog.py" />
   <source>To realization</source>
   <translation>Bis Realisierung</translation>
  </message>
  <message>
   <location filename="../ui/views/film_dialog.py" />
   <source>Pictures to each</source>
   <translation>Bilder je Realisierung</translation>
  </message>
  <message>
   <location filename="../ui/views/film_dialog.py" />
   <source>Speed</source>
   <translation>Geschwindigkeit</translation>
  </message>
  <message>
   <location filename="../ui/views/film_dialog.py" />
   <source>Width</source>
   <translation>Breite</translation>
  </message>
  <message>
   <location filename="../ui/views/film_dialog.py" />
   <source>{count} pictures, {seconds:.0f} seconds.</source>
   <translation>{count} Bilder, {seconds:.0f} Sekunden.</translation>
  </message>
  <message>
   <location filename="../ui/views/film_dialog.py" />
   <source>{count} pictures are more than {most}: choose fewer realizations, or fewer pictures to each.</source>
   <translation>{count} Bilder sind mehr als {most}: Wählen Sie weniger Realisierungen oder weniger Bilder je Realisierung.</translation>
  </message>
  <message>
   <location filename="../ui/views/histogram.py" />
   <source>Open realizations to see how often which value occurs.</source>
   <translation>Öffnen Sie Realisierungen, um zu sehen, wie oft welcher Wert vorkommt.</translation>
  </message>
  <message>
   <location filename="../ui/views/histogram.py" />
   <source>Number</source>
   <translation>Anzahl</translation>
  </message>
  <message>
   <location filename="../ui/views/histogram.py" />
   <source>threshold {value:.4g}</source>
   <translation>Schwellenwert {value:.4g}</translation>
  </message>
  <message>
   <location filename="../ui/views/law.py" />
   <source>Chance (%)</source>
   <translation>Wahrscheinlichkeit (%)</translation>
  </message>
  <message>
   <location filename="../ui/views/law.py" />
   <source>mean</source>
   <translation>Mittelwert</translation>
  </message>
  <message>
   <location filename="../ui/views/law.py" />
   <source>at most {value}: {share:.0f} %</source>
   <translation>höchstens {value}: {share:.0f} %</translation>
  </message>
  <message>
   <location filename="../ui/views/law.py" />
   <source>more: {share:.0f} %</source>
   <translation>mehr: {share:.0f} %</translation>
  </message>
  <message>
   <location filename="../ui/views/lock_button.py" />
   <source>Locked: Fit leaves this number as it is.</source>
   <translation>Gesperrt: Anpassen lässt diese Zahl, wie sie ist.</translation>
  </message>
  <message>
   <location filename="../ui/views/model_bar.py" />
   <source>Spherical</source>
   <translation>Sphärisch</translation>
  </message>
  <message>
   <location filename="../ui/views/model_bar.py" />
   <source>Exponential</source>
   <translation>Exponentiell</translation>
  </message>
  <message>
   <location filename="../ui/views/model_bar.py" />
   <source>Gaussian</source>
   <translation>Gauß</translation>
  </message>
  <message>
   <location filename="../ui/views/model_bar.py" />
   <source>Matérn</source>
   <translation>Matérn</translation>
  </message>
  <message>
   <location filename="../ui/views/model_bar.py" />
   <source>Cubic</source>
   <translation>Kubisch</translation>
  </message>
  <message>
   <location filename="../ui/views/model_bar.py" />
   <source>Stable</source>
   <translation>Stabil</translation>
  </message>
  <message>
   <location filename="../ui/views/model_bar.py" />
   <source>Hole effect</source>
   <translation>Locheffekt</translation>
  </message>
  <message>
   <location filename="../ui/views/model_bar.py" />
   <source>Power (no sill)</source>
   <translation>Potenz (ohne Sill)</translation>
  </message>
  <message>
   <location filename="../ui/views/model_bar.py" />
   <source>Semivariance just off zero: error of measurement, and what varies between neighbours.</source>
   <translation>Semivarianz dicht bei Abstand null: Messfehler, und was zwischen Nachbarn schwankt.</translation>
  </message>
  <message>
   <location filename="../ui/views/model_bar.py" />
   <source>What the model adds to the nugget; both together are the sill.</source>
   <translation>Was das Modell zum Nugget hinzufügt; beide zusammen sind der Sill.</translation>
  </message>
  <message>
   <location filename="../ui/views/model_bar.py" />
   <source>Range</source>
   <translation>Reichweite</translation>
  </message>
  <message>
   <location filename="../ui/views/model_bar.py" />
   <source>Distance at which 95 % of the partial sill is reached: data farther off hardly count.</source>
   <translation>Abstand, bei dem 95 % des partiellen Sills erreicht sind: Weiter entfernte Daten zählen kaum.</translation>
  </message>
  <message>
   <location filename="../ui/views/model_bar.py" />
   <source>Ratio</source>
   <translation>Verhältnis</translation>
  </message>
  <message>
   <location filename="../ui/views/model_bar.py" />
   <source>Range across the azimuth divided by the range along it; 1: the same in every direction.</source>
   <translation>Reichweite quer zum Azimut geteilt durch die Reichweite entlang des Azimuts; 1: in jeder Richtung gleich.</translation>
  </message>
  <message>
   <location filename="../ui/views/model_bar.py" />
   <source>Direction of the longest range, degrees clockwise from north; only for a ratio below 1.</source>
   <translation>Richtung der längsten Reichweite, Grad im Uhrzeigersinn von Nord; nur bei einem Verhältnis unter 1.</translation>
  </message>
  <message>
   <location filename="../ui/views/model_bar.py" />
   <source>Variogram file (JSON)…</source>
   <translation>Variogrammdatei (JSON)…</translation>
  </message>
  <message>
   <location filename="../ui/views/model_bar.py" />
   <source>gstat…</source>
   <translation>gstat…</translation>
  </message>
  <message>
   <location filename="../ui/views/model_bar.py" />
   <source>GSLIB…</source>
   <translation>GSLIB…</translation>
  </message>
  <message>
   <location filename="../ui/views/model_bar.py" />
   <source>Best model</source>
   <translation>Bestes Modell</translation>
  </message>
  <message>
   <location filename="../ui/views/model_bar.py" />
   <source>Spherical, exponential or Matérn: the most probable, as for a map.</source>
   <translation>Sphärisch, exponentiell oder Matérn: das wahrscheinlichste, wie für eine Karte.</translation>
  </message>
  <message>
   <location filename="../ui/views/model_bar.py" />
   <source>One structure</source>
   <translation>Eine Struktur</translation>
  </message>
  <message>
   <location filename="../ui/views/model_bar.py" />
   <source>A second structure of a longer range; it is fitted by least squares, the same in every direction.</source>
   <translation>Eine zweite Struktur längerer Reichweite; sie wird mit kleinsten Quadraten angepasst, in jeder Richtung gleich.</translation>
  </message>
  <message>
   <location filename="../ui/views/model_bar.py" />
   <source>Direction</source>
   <translation>Richtung</translation>
  </message>
  <message>
   <location filename="../ui/views/model_bar.py" />
   <source>Fit looks for a direction of the longest range; kept only where isotropic fields rarely show as much.</source>
   <translation>Anpassen sucht eine Richtung der längsten Reichweite; behalten nur, wenn isotrope Zufallsfelder selten ebenso viel zeigen.</translation>
  </message>
  <message>
   <location filename="../ui/views/model_bar.py" />
   <source>The structure whose numbers and handles are shown.</source>
   <translation>Die Struktur, deren Zahlen und Griffe gezeigt werden.</translation>
  </message>
  <message>
   <location filename="../ui/views/model_bar.py" />
   <source>Fit</source>
   <translation>Anpassen</translation>
  </message>
  <message>
   <location filename="../ui/views/model_bar.py" />
   <source>Fit the model to the data again; what is locked stays.</source>
   <translation>Das Modell erneut an die Daten anpassen; was gesperrt ist, bleibt.</translation>
  </message>
  <message>
   <location filename="../ui/views/model_bar.py" />
   <source>Undo</source>
   <translation>Rückgängig</translation>
  </message>
  <message>
   <location filename="../ui/views/model_bar.py" />
   <source>Take the last change back (Ctrl+Z).</source>
   <translation>Die letzte Änderung zurücknehmen (Strg+Z).</translation>
  </message>
  <message>
   <location filename="../ui/views/model_bar.py" />
   <source>Kriging…</source>
   <translation>Kriging…</translation>
  </message>
  <message>
   <location filename="../ui/views/model_bar.py" />
   <source>One smooth map and its standard deviation: the dialog, filled in.</source>
   <translation>Eine glatte Karte und ihre Standardabweichung: der ausgefüllte Dialog.</translation>
  </message>
  <message>
   <location filename="../ui/views/model_bar.py" />
   <source>Stochastic kriging…</source>
   <translation>Stochastisches Kriging…</translation>
  </message>
  <message>
   <location filename="../ui/views/model_bar.py" />
   <source>Mean, standard deviation and realizations: the dialog, filled in.</source>
   <translation>Mittelwert, Standardabweichung und Realisierungen: der ausgefüllte Dialog.</translation>
  </message>
  <message>
   <location filename="../ui/views/model_bar.py" />
   <source>+ {name}</source>
   <translation>+ {name}</translation>
  </message>
  <message>
   <location filename="../ui/views/model_bar.py" />
   <source>Structure {n}</source>
   <translation>Struktur {n}</translation>
  </message>
  <message>
   <location filename="../ui/views/model_words.py" />
   <source>Half of the sill is reached at {half}{where}, practically all of it at {far}; {share:.0f} % is nugget.</source>
   <translation>Der halbe Sill ist bei {half}{where} erreicht, praktisch der ganze bei {far}; {share:.0f} % sind Nugget.</translation>
  </message>
  <message>
   <location filename="../ui/views/model_words.py" />
   <source>No variance: all values are equal, and a map has the same one everywhere.</source>
   <translation>Keine Varianz: Alle Werte sind gleich, und eine Karte hat überall diesen Wert.</translation>
  </message>
  <message>
   <location filename="../ui/views/model_words.py" />
   <source>Pure nugget: near places are as different as far ones; a map is hardly more than the mean.</source>
   <translation>Reiner Nugget: Nahe Orte sind ebenso verschieden wie ferne; eine Karte ist kaum mehr als der Mittelwert.</translation>
  </message>
  <message>
   <location filename="../ui/views/model_words.py" />
   <source>No sill: the farther apart, the more two places differ, without an end.</source>
   <translation>Kein Sill: Je weiter voneinander entfernt, desto mehr unterscheiden sich zwei Orte, ohne Ende.</translation>
  </message>
  <message>
   <location filename="../ui/views/model_words.py" />
   <source>{share:.0f} % of the sill is nugget: even neighbours differ by more than half of it; beyond {far} all of it.</source>
   <translation>{share:.0f} % des Sills sind Nugget: Selbst Nachbarn unterscheiden sich um mehr als dessen Hälfte, jenseits von {far} um den ganzen.</translation>
  </message>
  <message>
   <location filename="../ui/views/model_words.py" />
   <source> towards {azimuth:.0f}°</source>
   <translation> in Richtung {azimuth:.0f}°</translation>
  </message>
  <message>
   <location filename="../ui/views/pairs.py" />
   <source>Circle pairs with the mouse, or click one; with Shift more are added. Arrows go from one to the next, Delete leaves the datum out that most of the chosen pairs share, Esc chooses none.</source>
   <translation>Umkreisen Sie Paare mit der Maus oder klicken Sie eines an; mit Umschalt kommen weitere hinzu. Pfeiltasten gehen von einem zum nächsten, Entf lässt den Datenpunkt weg, den die meisten gewählten Paare gemeinsam haben, Esc wählt keines.</translation>
  </message>
  <message>
   <location filename="../ui/views/pairs.py" />
   <source>Each pair by its distance and half the squared difference of its values; squares are their means.</source>
   <translation>Jedes Paar nach seinem Abstand und der halben quadrierten Differenz seiner Werte; Quadrate sind deren Mittelwerte.</translation>
  </message>
  <message>
   <location filename="../ui/views/pairs.py" />
   <source>Pairs of one lag: the value at the southern end against that at the northern one.</source>
   <translation>Paare einer Abstandsklasse: der Wert am südlichen Ende gegen den am nördlichen.</translation>
  </message>
  <message>
   <location filename="../ui/views/pairs.py" />
   <source>No two data lie within {distance} of each other: raise the largest distance of the variogram.</source>
   <translation>Keine zwei Datenpunkte liegen höchstens {distance} voneinander entfernt: Erhöhen Sie den größten Abstand des Variogramms.</translation>
  </message>
  <message>
   <location filename="../ui/views/pairs.py" />
   <source>Cloud</source>
   <translation>Wolke</translation>
  </message>
  <message>
   <location filename="../ui/views/pairs.py" />
   <source>Scatterplot</source>
   <translation>Streudiagramm</translation>
  </message>
  <message>
   <location filename="../ui/views/pairs.py" />
   <source>Pairs of which distances are looked at. Keys in the plot: PgUp, PgDown.</source>
   <translation>Paare welcher Abstände betrachtet werden. Tasten im Diagramm: Bild auf, Bild ab.</translation>
  </message>
  <message>
   <location filename="../ui/views/pairs.py" />
   <source>Root</source>
   <translation>Wurzel</translation>
  </message>
  <message>
   <location filename="../ui/views/pairs.py" />
   <source>Draw the root of half the squared difference: a few far points do not press others down.</source>
   <translation>Die Wurzel der halben quadrierten Differenz zeichnen: Wenige ferne Punkte drücken die anderen nicht nach unten.</translation>
  </message>
  <message>
   <location filename="../ui/views/pairs.py" />
   <source>Logarithm of {title}</source>
   <translation>Logarithmus von {title}</translation>
  </message>
  <message>
   <location filename="../ui/views/pairs.py" />
   <source>Normal score of {title}</source>
   <translation>Normal-Score von {title}</translation>
  </message>
  <message>
   <location filename="../ui/views/pairs.py" />
   <source>All lags</source>
   <translation>Alle Abstandsklassen</translation>
  </message>
  <message>
   <location filename="../ui/views/pairs.py" />
   <source>{shown:,} of {all:,} pairs are drawn, taken at random; means are of all.</source>
   <translation>{shown:,} von {all:,} Paaren sind gezeichnet, zufällig ausgewählt; Mittelwerte gelten für alle.</translation>
  </message>
  <message>
   <location filename="../ui/views/pairs.py" />
   <source>Pair</source>
   <translation>Paar</translation>
  </message>
  <message>
   <location filename="../ui/views/pairs.py" />
   <source>Look at the data without this one. It can be undone, and the layer stays as it is. Key: Del.</source>
   <translation>Die Daten ohne diesen Datenpunkt betrachten. Das lässt sich rückgängig machen, und der Layer bleibt, wie er ist. Taste: Entf.</translation>
  </message>
  <message>
   <location filename="../ui/views/pairs.py" />
   <source>Choose a layer and a field: here are the pairs of their values.</source>
   <translation>Wählen Sie einen Layer und ein Feld: Hier stehen die Paare ihrer Werte.</translation>
  </message>
  <message>
   <location filename="../ui/views/pairs.py" />
   <source>No two data lie so far apart as lag {lag} has it: choose another one.</source>
   <translation>Keine zwei Datenpunkte liegen so weit auseinander, wie es Abstandsklasse {lag} verlangt: Wählen Sie eine andere.</translation>
  </message>
  <message>
   <location filename="../ui/views/pairs.py" />
   <source>½ difference²</source>
   <translation>½ Differenz²</translation>
  </message>
  <message>
   <location filename="../ui/views/pairs.py" />
   <source>|difference| / √2</source>
   <translation>|Differenz| / √2</translation>
  </message>
  <message>
   <location filename="../ui/views/pairs.py" />
   <source>{all:,} pairs.</source>
   <translation>{all:,} Paare.</translation>
  </message>
  <message>
   <location filename="../ui/views/pairs.py" />
   <source>Circle some to see whose they are.</source>
   <translation>Umkreisen Sie einige, um zu sehen, zu wem sie gehören.</translation>
  </message>
  <message>
   <location filename="../ui/views/pairs.py" />
   <source>○ {n:,} chosen.</source>
   <translation>○ {n:,} gewählt.</translation>
  </message>
  <message>
   <location filename="../ui/views/pairs.py" />
   <source>Values</source>
   <translation>Werte</translation>
  </message>
  <message>
   <location filename="../ui/views/pairs.py" />
   <source>Leave out</source>
   <translation>Weglassen</translation>
  </message>
  <message>
   <location filename="../ui/views/pairs.py" />
   <source>Southern {title}</source>
   <translation>{title} im Süden</translation>
  </message>
  <message>
   <location filename="../ui/views/pairs.py" />
   <source>Northern {title}</source>
   <translation>{title} im Norden</translation>
  </message>
  <message>
   <location filename="../ui/views/pairs.py" />
   <source>Correlation {r}, semivariance {gamma}</source>
   <translation>Korrelation {r}, Semivarianz {gamma}</translation>
  </message>
  <message>
   <location filename="../ui/views/pairs.py" />
   <source>{title} less its trend</source>
   <translation>{title} ohne Trend</translation>
  </message>
  <message>
   <location filename="../ui/views/pairs.py" />
   <source>+ {n:,} with data selected on the map.</source>
   <translation>+ {n:,} mit auf der Karte gewählten Daten.</translation>
  </message>
  <message>
   <location filename="../ui/views/pairs.py" />
   <source>{name}, in {n:,} of the chosen pairs</source>
   <translation>{name}, in {n:,} der gewählten Paare</translation>
  </message>
  <message>
   <location filename="../ui/views/pairs.py" />
   <source>Put back all {n:,}</source>
   <translation>Alle {n:,} zurückholen</translation>
  </message>
  <message>
   <location filename="../ui/views/pairs.py" />
   <source>{name} is in {most:,} of them.</source>
   <translation>{name} ist in {most:,} davon.</translation>
  </message>
  <message>
   <location filename="../ui/views/pairs.py" />
   <source>Leave out {name}</source>
   <translation>{name} weglassen</translation>
  </message>
  <message>
   <location filename="../ui/views/pairs.py" />
   <source>Put back {name}</source>
   <translation>{name} zurückholen</translation>
  </message>
  <message>
   <location filename="../ui/views/pairs.py" />
   <source>Lag {n}: {begin}–{end} {unit}</source>
   <translation>Abstandsklasse {n}: {begin}–{end} {unit}</translation>
  </message>
  <message>
   <location filename="../ui/views/place.py" />
   <source>{title} here: {mean} ± {std}; with 90 % between {low} and {high}.</source>
   <translation>{title} hier: {mean} ± {std}; mit 90 % zwischen {low} und {high}.</translation>
  </message>
  <message>
   <location filename="../ui/views/place.py" />
   <source>What it counts for, by its transformed value</source>
   <translation>Wie viel er zählt, nach seinem transformierten Wert</translation>
  </message>
  <message>
   <location filename="../ui/views/place.py" />
   <source>{title} here: {mean}, and no other.</source>
   <translation>{title} hier: {mean}, und nichts anderes.</translation>
  </message>
  <message>
   <location filename="../ui/views/place.py" />
   <source>In full colour: 90 % of what the value may be. Ticks: values of the data that count.</source>
   <translation>In voller Farbe: 90 % dessen, was der Wert sein kann. Striche: Werte der Daten, die zählen.</translation>
  </message>
  <message>
   <location filename="../ui/views/place.py" />
   <source>On the map: circles as large as the weights, diamonds where they are negative, which is so for data behind nearer ones.</source>
   <translation>Auf der Karte: Kreise so groß wie die Gewichte, Rauten, wo diese negativ sind, was bei Daten hinter näheren vorkommt.</translation>
  </message>
  <message>
   <location filename="../ui/views/place.py" />
   <source>Choose “Ask the map”, and click on the map to see what is known there, and from which data.</source>
   <translation>Wählen Sie „Karte befragen“ und klicken Sie auf die Karte, um zu sehen, was dort bekannt ist und aus welchen Daten.</translation>
  </message>
  <message>
   <location filename="../ui/views/place.py" />
   <source>Datum</source>
   <translation>Datenpunkt</translation>
  </message>
  <message>
   <location filename="../ui/views/place.py" />
   <source>Weight</source>
   <translation>Gewicht</translation>
  </message>
  <message>
   <location filename="../ui/views/place.py" />
   <source>{title} here: {mean}, as it was measured.</source>
   <translation>{title} hier: {mean}, wie gemessen.</translation>
  </message>
  <message>
   <location filename="../ui/views/place.py" />
   <source>From {used:,} of {data:,} data.</source>
   <translation>Aus {used:,} von {data:,} Datenpunkten.</translation>
  </message>
  <message>
   <location filename="../ui/views/place.py" />
   <source>Value</source>
   <translation>Wert</translation>
  </message>
  <message>
   <location filename="../ui/views/place.py" />
   <source>What it counts for</source>
   <translation>Wie viel er zählt</translation>
  </message>
  <message>
   <location filename="../ui/views/place.py" />
   <source>From {used:,} of {data:,} data, nine tenths from {n}.</source>
   <translation>Aus {used:,} von {data:,} Datenpunkten, neun Zehntel aus {n}.</translation>
  </message>
  <message>
   <location filename="../ui/views/place.py" />
   <source>Known mean: {share:.0f} %.</source>
   <translation>Bekannter Mittelwert: {share:.0f} %.</translation>
  </message>
  <message>
   <location filename="../ui/views/place.py" />
   <source>Negative: {share:.0f} %.</source>
   <translation>Negativ: {share:.0f} %.</translation>
  </message>
  <message>
   <location filename="../ui/views/player.py" />
   <source>The realization before</source>
   <translation>Die vorige Realisierung</translation>
  </message>
  <message>
   <location filename="../ui/views/player.py" />
   <source>The next realization</source>
   <translation>Die nächste Realisierung</translation>
  </message>
  <message>
   <location filename="../ui/views/player.py" />
   <source>Realizations in their order; arrow keys go to the next one</source>
   <translation>Realisierungen in ihrer Reihenfolge; Pfeiltasten gehen zur nächsten</translation>
  </message>
  <message>
   <location filename="../ui/views/player.py" />
   <source>Realizations that the film passes in a second</source>
   <translation>Realisierungen, die der Film in einer Sekunde durchläuft</translation>
  </message>
  <message>
   <location filename="../ui/views/player.py" />
   <source>{speed:g} per s</source>
   <translation>{speed:g} pro s</translation>
  </message>
  <message>
   <location filename="../ui/views/preview.py" />
   <source>Preview on the map</source>
   <translation>Vorschau auf der Karte</translation>
  </message>
  <message>
   <location filename="../ui/views/preview.py" />
   <source>A coarse kriged map, of at most 150 by 150 cells, that follows the model</source>
   <translation>Eine grobe Kriging-Karte mit höchstens 150 mal 150 Zellen, die dem Modell folgt</translation>
  </message>
  <message>
   <location filename="../ui/views/preview.py" />
   <source>Ask the map</source>
   <translation>Karte befragen</translation>
  </message>
  <message>
   <location filename="../ui/views/preview.py" />
   <source>Click on the map, or drag over it: what is known there, and which data say so</source>
   <translation>Klicken Sie auf die Karte oder ziehen Sie darüber: was dort bekannt ist und welche Daten das sagen</translation>
  </message>
  <message>
   <location filename="../ui/views/preview.py" />
   <source>Estimate</source>
   <translation>Schätzung</translation>
  </message>
  <message>
   <location filename="../ui/views/raster_picture.py" />
   <source>Kept beside the others; the cross takes it away.</source>
   <translation>Wird neben den anderen behalten; das Kreuz entfernt es.</translation>
  </message>
  <message>
   <location filename="../ui/views/realizations.py" />
   <source>There are no realizations to show: make some with the button above, or choose a raster of the output All realizations of Stochastic kriging.</source>
   <translation>Es gibt keine Realisierungen zu zeigen: Erstellen Sie welche mit der Schaltfläche oben, oder wählen Sie ein Raster der Ausgabe Alle Realisierungen von Stochastisches Kriging.</translation>
  </message>
  <message>
   <location filename="../ui/views/realizations.py" />
   <source>Film as an animated GIF…</source>
   <translation>Film als animiertes GIF…</translation>
  </message>
  <message>
   <location filename="../ui/views/realizations.py" />
   <source>Film as PNG pictures…</source>
   <translation>Film als PNG-Bilder…</translation>
  </message>
  <message>
   <location filename="../ui/views/realizations.py" />
   <source>This picture as PNG…</source>
   <translation>Dieses Bild als PNG…</translation>
  </message>
  <message>
   <location filename="../ui/views/realizations.py" />
   <source>Low</source>
   <translation>Niedrig</translation>
  </message>
  <message>
   <location filename="../ui/views/realizations.py" />
   <source>Median</source>
   <translation>Median</translation>
  </message>
  <message>
   <location filename="../ui/views/realizations.py" />
   <source>High</source>
   <translation>Hoch</translation>
  </message>
  <message>
   <location filename="../ui/views/realizations.py" />
   <source>Realization {number}: its mean over {zone} is {mean}, nearest to {name}, {value}, which {percent} % of the realizations exceed.</source>
   <translation>Realisierung {number}: Ihr Mittelwert über {zone} ist {mean}, am nächsten an {name}, {value}; {percent} % der Realisierungen liegen darüber.</translation>
  </message>
  <message>
   <location filename="../ui/views/realizations.py" />
   <source>Mean {mean}; {low_name} {low}, {middle_name} {middle}, {high_name} {high}. Above {threshold}: {above} of {all} realizations, {percent:.0f} %.</source>
   <translation>Mittelwert {mean}; {low_name} {low}, {middle_name} {middle}, {high_name} {high}. Über {threshold}: {above} von {all} Realisierungen, {percent:.0f} %.</translation>
  </message>
  <message>
   <location filename="../ui/views/realizations.py" />
   <source>Play the film (space). Frames between two realizations have, on average, the mean, the variance and the covariance of all; wells are honoured as in these.</source>
   <translation>Film abspielen (Leertaste). Bilder zwischen zwei Realisierungen haben im Durchschnitt den Mittelwert, die Varianz und die Kovarianz aller; Bohrungen werden wie in diesen wiedergegeben.</translation>
  </message>
  <message>
   <location filename="../ui/views/realizations.py" />
   <source>One realization, or the film</source>
   <translation>Eine Realisierung oder der Film</translation>
  </message>
  <message>
   <location filename="../ui/views/realizations.py" />
   <source>Probability above a threshold</source>
   <translation>Wahrscheinlichkeit über einem Schwellenwert</translation>
  </message>
  <message>
   <location filename="../ui/views/realizations.py" />
   <source>What is shown; the algorithm Probability of exceedance makes layers of the second</source>
   <translation>Was gezeigt wird; Layer der zweiten Art erzeugt der Algorithmus Überschreitungswahrscheinlichkeit</translation>
  </message>
  <message>
   <location filename="../ui/views/realizations.py" />
   <source>Pin</source>
   <translation>Anheften</translation>
  </message>
  <message>
   <location filename="../ui/views/realizations.py" />
   <source>Keep this picture beside the next ones; two can be kept</source>
   <translation>Dieses Bild neben den nächsten behalten; zwei können behalten werden</translation>
  </message>
  <message>
   <location filename="../ui/views/realizations.py" />
   <source>Export</source>
   <translation>Exportieren</translation>
  </message>
  <message>
   <location filename="../ui/views/realizations.py" />
   <source>Whose values the histogram shows: of the clicked cell, or the mean of the zone</source>
   <translation>Wessen Werte das Histogramm zeigt: der angeklickten Zelle oder den Mittelwert der Zone</translation>
  </message>
  <message>
   <location filename="../ui/views/realizations.py" />
   <source>The short line is the realization that is shown; drag the triangle to move the threshold.</source>
   <translation>Der kurze Strich ist die gezeigte Realisierung; ziehen Sie das Dreieck, um den Schwellenwert zu verschieben.</translation>
  </message>
  <message>
   <location filename="../ui/views/realizations.py" />
   <source>The realization whose mean over the zone is nearest to the value that {percent} % exceed: {one} of statistics, {other} of the petroleum industry</source>
   <translation>Die Realisierung, deren Mittelwert über die Zone am nächsten an dem Wert liegt, den {percent} % überschreiten: {one} der Statistik, {other} der Erdölindustrie</translation>
  </message>
  <message>
   <location filename="../ui/views/realizations.py" />
   <source>A film needs three realizations.</source>
   <translation>Ein Film braucht drei Realisierungen.</translation>
  </message>
  <message>
   <location filename="../ui/views/realizations.py" />
   <source>Play the film (space). Between two realizations each frame has in every cell the distribution of all of them; wells are honoured as in these.</source>
   <translation>Film abspielen (Leertaste). Zwischen zwei Realisierungen hat jedes Bild in jeder Zelle die Verteilung aller; Bohrungen werden wie in diesen wiedergegeben.</translation>
  </message>
  <message>
   <location filename="../ui/views/realizations.py" />
   <source>Nearest to</source>
   <translation>Am nächsten an</translation>
  </message>
  <message>
   <location filename="../ui/views/realizations.py" />
   <source>There are no realizations.</source>
   <translation>Es gibt keine Realisierungen.</translation>
  </message>
  <message>
   <location filename="../ui/views/realizations.py" />
   <source>The zone covers no cell in which all realizations have a value: choose another zone.</source>
   <translation>Die Zone deckt keine Zelle ab, in der alle Realisierungen einen Wert haben: Wählen Sie eine andere Zone.</translation>
  </message>
  <message>
   <location filename="../ui/views/realizations.py" />
   <source>Mean over {zone}</source>
   <translation>Mittelwert über {zone}</translation>
  </message>
  <message>
   <location filename="../ui/views/realizations.py" />
   <source>Cell at {place}</source>
   <translation>Zelle bei {place}</translation>
  </message>
  <message>
   <location filename="../ui/views/stack_drawing.py" />
   <source>P(&gt; {value})</source>
   <translation>P(&gt; {value})</translation>
  </message>
  <message>
   <location filename="../ui/views/stack_drawing.py" />
   <source>No. {first} of {all}</source>
   <translation>Nr. {first} von {all}</translation>
  </message>
  <message>
   <location filename="../ui/views/stack_drawing.py" />
   <source>Film, no. {first} to {second}</source>
   <translation>Film, Nr. {first} bis {second}</translation>
  </message>
  <message>
   <location filename="../ui/views/threshold.py" />
   <source>The threshold: the map shows in how many of the realizations a cell is above it</source>
   <translation>Der Schwellenwert: Die Karte zeigt, in wie vielen der Realisierungen eine Zelle darüber liegt</translation>
  </message>
  <message>
   <location filename="../ui/views/trust.py" />
   <source>Rank (PIT)</source>
   <translation>Rang (PIT)</translation>
  </message>
  <message>
   <location filename="../ui/views/trust.py" />
   <source>Data</source>
   <translation>Daten</translation>
  </message>
  <message>
   <location filename="../ui/views/trust.py" />
   <source>Part inside</source>
   <translation>Anteil innerhalb</translation>
  </message>
  <message>
   <location filename="../ui/views/trust.py" />
   <source>What was observed, and what the others say of it. A bar is the interval that holds the value with a probability of 90 %; crosses lie outside theirs. On the dashed line a prediction is exact. Click a datum, or circle some, to select them on the map.</source>
   <translation>Was beobachtet wurde, und was die anderen darüber sagen. Ein Balken ist das Intervall, das den Wert mit einer Wahrscheinlichkeit von 90 % enthält; Kreuze stehen, wo der Wert außerhalb liegt. Auf der gestrichelten Linie ist eine Vorhersage genau. Klicken Sie einen Datenpunkt an oder umkreisen Sie einige, um sie auf der Karte zu wählen.</translation>
  </message>
  <message>
   <location filename="../ui/views/trust.py" />
   <source>Observed less predicted, in standard deviations σ: look at values, units and places beyond 3 σ first.</source>
   <translation>Beobachtet minus vorhergesagt, in Standardabweichungen σ: Prüfen Sie zuerst Werte, Einheiten und Orte jenseits von 3 σ.</translation>
  </message>
  <message>
   <location filename="../ui/views/trust.py" />
   <source>How probable predictions had it that the value is no greater (probability integral transform), and of how many data. Even is best; a U: intervals are too narrow, a hill: too wide, a slope: predictions are too high or too low. In the band lie nine columns of ten by chance.</source>
   <translation>Für wie wahrscheinlich die Vorhersagen es hielten, dass der Wert nicht größer ist (Wahrscheinlichkeitsintegral-Transformation), und bei wie vielen Datenpunkten. Gleichmäßig ist am besten; ein U: Intervalle sind zu schmal, ein Hügel: zu breit, ein Gefälle: Vorhersagen sind zu hoch oder zu niedrig. Im Band liegen, wenn nur der Zufall wirkt, neun von zehn Säulen.</translation>
  </message>
  <message>
   <location filename="../ui/views/trust.py" />
   <source>The part of the data that intervals of each probability hold (accuracy plot). Below the dashed line intervals are too narrow, above it too wide. Goodness sums that up, and is 1 at best.</source>
   <translation>Der Anteil der Daten, den Intervalle jeder Wahrscheinlichkeit enthalten (Genauigkeitsdiagramm). Unter der gestrichelten Linie sind Intervalle zu schmal, darüber zu breit. Die Güte fasst das zusammen und ist bestenfalls 1.</translation>
  </message>
  <message>
   <location filename="../ui/views/trust.py" />
   <source>{n:,} data, each predicted from its {k} nearest.</source>
   <translation>{n:,} Datenpunkte, jeder aus seinen {k} nächstgelegenen vorhergesagt.</translation>
  </message>
  <message>
   <location filename="../ui/views/trust.py" />
   <source>The last models, the newest first; the best of each column is bold.</source>
   <translation>Die letzten Modelle, das neueste zuerst; das beste jeder Spalte ist fett.</translation>
  </message>
  <message>
   <location filename="../ui/views/trust.py" />
   <source>Root mean square error: less is better.</source>
   <translation>Wurzel des mittleren quadratischen Fehlers: weniger ist besser.</translation>
  </message>
  <message>
   <location filename="../ui/views/trust.py" />
   <source>Mean error, observed less predicted: best near 0.</source>
   <translation>Mittlerer Fehler, beobachtet minus vorhergesagt: am besten nahe 0.</translation>
  </message>
  <message>
   <location filename="../ui/views/trust.py" />
   <source>Continuous ranked probability score, one number for error and uncertainty together: less is better.</source>
   <translation>Continuous Ranked Probability Score, eine Zahl für Fehler und Unsicherheit zusammen: weniger ist besser.</translation>
  </message>
  <message>
   <location filename="../ui/views/trust.py" />
   <source>Percentage of the data within their 90 % intervals: best near 90.</source>
   <translation>Prozentsatz der Daten innerhalb ihrer Intervalle von 90 %: am besten nahe 90.</translation>
  </message>
  <message>
   <location filename="../ui/views/trust.py" />
   <source>Observed</source>
   <translation>Beobachtet</translation>
  </message>
  <message>
   <location filename="../ui/views/trust.py" />
   <source>Predicted</source>
   <translation>Vorhergesagt</translation>
  </message>
  <message>
   <location filename="../ui/views/trust.py" />
   <source>Off by</source>
   <translation>Abweichung</translation>
  </message>
  <message>
   <location filename="../ui/views/trust.py" />
   <source>Fit a variogram first: here each value is predicted from the others.</source>
   <translation>Passen Sie zuerst ein Variogramm an: Hier wird jeder Wert aus den anderen vorhergesagt.</translation>
  </message>
  <message>
   <location filename="../ui/views/trust.py" />
   <source>Scores</source>
   <translation>Kennzahlen</translation>
  </message>
  <message>
   <location filename="../ui/views/trust.py" />
   <source>Largest errors</source>
   <translation>Größte Fehler</translation>
  </message>
  <message>
   <location filename="../ui/views/trust.py" />
   <source>Intervals are not drawn.</source>
   <translation>Intervalle werden nicht gezeichnet.</translation>
  </message>
  <message>
   <location filename="../ui/views/trust.py" />
   <source>Model</source>
   <translation>Modell</translation>
  </message>
  <message>
   <location filename="../ui/views/trust.py" />
   <source>RMSE</source>
   <translation>RMSE</translation>
  </message>
  <message>
   <location filename="../ui/views/trust.py" />
   <source>Bias</source>
   <translation>Bias</translation>
  </message>
  <message>
   <location filename="../ui/views/trust.py" />
   <source>CRPS</source>
   <translation>CRPS</translation>
  </message>
  <message>
   <location filename="../ui/views/trust.py" />
   <source>In 90 %</source>
   <translation>In 90 %</translation>
  </message>
  <message>
   <location filename="../ui/views/trust.py" />
   <source>Goodness {g:.2f}</source>
   <translation>Güte {g:.2f}</translation>
  </message>
  <message>
   <location filename="../ui/views/trust.py" />
   <source>Predictions</source>
   <translation>Vorhersagen</translation>
  </message>
  <message>
   <location filename="../ui/views/trust.py" />
   <source>Uncertainty</source>
   <translation>Unsicherheit</translation>
  </message>
  <message>
   <location filename="../ui/views/trust.py" />
   <source>Whether intervals hold as many data as they should.</source>
   <translation>Ob Intervalle so viele Daten enthalten, wie sie sollen.</translation>
  </message>
  <message>
   <location filename="../ui/views/trust.py" />
   <source>Predicted {title}</source>
   <translation>{title}, vorhergesagt</translation>
  </message>
  <message>
   <location filename="../ui/views/trust.py" />
   <source>Observed {title}</source>
   <translation>{title}, beobachtet</translation>
  </message>
  <message>
   <location filename="../ui/views/trust.py" />
   <source>{n:,} data, each predicted from all others.</source>
   <translation>{n:,} Datenpunkte, jeder aus allen anderen vorhergesagt.</translation>
  </message>
  <message>
   <location filename="../ui/views/trust.py" />
   <source>observed {value}</source>
   <translation>beobachtet {value}</translation>
  </message>
  <message>
   <location filename="../ui/views/trust.py" />
   <source>predicted {value}</source>
   <translation>vorhergesagt {value}</translation>
  </message>
  <message>
   <location filename="../ui/views/trust.py" />
   <source>90 %: {low} to {high}</source>
   <translation>90 %: {low} bis {high}</translation>
  </message>
  <message>
   <location filename="../ui/views/trust.py" />
   <source>fitted {model}</source>
   <translation>{model}, angepasst</translation>
  </message>
  <message>
   <location filename="../ui/views/trust.py" />
   <source>{n:,} left out.</source>
   <translation>{n:,} weggelassen.</translation>
  </message>
  <message>
   <location filename="../ui/views/trust.py" />
   <source>{n:,} could not be predicted.</source>
   <translation>{n:,} konnten nicht vorhergesagt werden.</translation>
  </message>
  <message>
   <location filename="../ui/views/units.py" />
   <source>Semivariance</source>
   <translation>Semivarianz</translation>
  </message>
  <message>
   <location filename="../ui/views/units.py" />
   <source>{of}, by normal scores</source>
   <translation>{of}, nach Normal-Scores</translation>
  </message>
  <message>
   <location filename="../ui/views/units.py" />
   <source>{of} less its trend</source>
   <translation>{of} ohne Trend</translation>
  </message>
  <message>
   <location filename="../ui/views/units.py" />
   <source>Semivariance of {of}</source>
   <translation>Semivarianz von {of}</translation>
  </message>
  <message>
   <location filename="../ui/views/variogram.py" />
   <source>The variogram is being computed.</source>
   <translation>Das Variogramm wird berechnet.</translation>
  </message>
  <message>
   <location filename="../ui/views/variogram.py" />
   <source>There is no variogram yet: choose points and a field above.</source>
   <translation>Es gibt noch kein Variogramm: Wählen Sie oben Punkte und ein Feld.</translation>
  </message>
  <message>
   <location filename="../ui/views/variogram.py" />
   <source>semivariance {level} at {long}</source>
   <translation>Semivarianz {level} bei {long}</translation>
  </message>
  <message>
   <location filename="../ui/views/variogram.py" />
   <source>allowed by the data (90 %)</source>
   <translation>von den Daten zugelassen (90 %)</translation>
  </message>
  <message>
   <location filename="../ui/views/variogram.py" />
   <source>{count} lags, each {width} wide, up to {far}</source>
   <translation>{count} Abstandsklassen, jede {width} breit, bis {far}</translation>
  </message>
  <message>
   <location filename="../ui/views/variogram.py" />
   <source>range {long}: farther apart, values have nothing in common</source>
   <translation>Reichweite {long}: Weiter auseinander haben Werte nichts gemeinsam</translation>
  </message>
  <message>
   <location filename="../ui/views/variogram.py" />
   <source>sill {level}, with a partial sill of {part}: how much values far apart differ</source>
   <translation>Sill {level}, mit einem partiellen Sill von {part}: wie sehr sich weit entfernte Werte unterscheiden</translation>
  </message>
  <message>
   <location filename="../ui/views/variogram.py" />
   <source>nugget {nugget}: how much even neighbours differ</source>
   <translation>Nugget {nugget}: wie sehr sich selbst Nachbarn unterscheiden</translation>
  </message>
  <message>
   <location filename="../ui/views/variogram.py" />
   <source>along {azimuth}°</source>
   <translation>entlang {azimuth}°</translation>
  </message>
  <message>
   <location filename="../ui/views/variogram.py" />
   <source>across, {azimuth}°</source>
   <translation>quer dazu, {azimuth}°</translation>
  </message>
  <message>
   <location filename="../ui/views/variogram.py" />
   <source>variance of the data</source>
   <translation>Varianz der Daten</translation>
  </message>
  <message>
   <location filename="../ui/views/variogram.py" />
   <source>range {long}, beyond the axis</source>
   <translation>Reichweite {long}, jenseits der Achse</translation>
  </message>
  <message>
   <location filename="../ui/views/variogram.py" />
   <source>pairs and model</source>
   <translation>Paare und Modell</translation>
  </message>
  <message>
   <location filename="../ui/views/variogram.py" />
   <source>pairs in all directions</source>
   <translation>Paare in allen Richtungen</translation>
  </message>
  <message>
   <location filename="../ui/views/variogram.py" />
   <source>last fit</source>
   <translation>letzte Anpassung</translation>
  </message>
  <message>
   <location filename="../ui/views/variogram.py" />
   <source>lag {lag}: {pairs} pairs</source>
   <translation>Abstandsklasse {lag}: {pairs} Paare</translation>
  </message>
  <message>
   <location filename="../ui/views/variogram.py" />
   <source>allowed by the data (90 %), along {azimuth}°</source>
   <translation>von den Daten zugelassen (90 %), entlang {azimuth}°</translation>
  </message>
 </context>
</TS>
